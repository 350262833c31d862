extension Graph {
  /// The graph as a strategy carries it out on a kernel set, and where its tensors lie.
  func planned(
    for strategy: MemoryStrategy, on set: KernelSet
  ) -> (graph: Graph, plan: MemoryPlan) {
    let plain = takingInputs()
    let layers = plain.vectorised(for: set)
    let planned = (graph: layers, plan: layers.plannedMemory())
    let other: Graph
    switch strategy {
    case .layers: return planned
    case .smallest: other = layers.streamingRows()
    case .patches(let grid): other = layers.patching(plain, grid: grid, for: set)
    }
    let plan = other.plannedMemory()
    return plan.arenaBytes < planned.plan.arenaBytes ? (other, plan) : planned
  }

  /// The smallest plan that is found: operators write over an operand that nobody needs any more, but
  /// for those with which the arena would be larger, as what lies in one place cannot be moved apart.
  func plannedMemory() -> MemoryPlan {
    func plan(_ overwriting: [Int: Int]) -> MemoryPlan {
      MemoryPlan(memoryRequests(overwriting: overwriting))
    }
    var chosen = overwritable
    let requests = memoryRequests(overwriting: chosen)
    var best = MemoryPlan(requests)
    // Each plan takes time with the square of the graph's size.
    guard steps.count <= Self.searchLimit, best.arenaBytes > MemoryPlan.mostAtOnce(requests) else {
      return best
    }
    for position in chosen.keys.sorted() {
      var other = chosen
      other[position] = nil
      let found = plan(other)
      if found.arenaBytes < best.arenaBytes { (chosen, best) = (other, found) }
    }
    let searched = MemoryPlan(memoryRequests(overwriting: chosen), attempts: Self.attempts)
    return searched.arenaBytes < best.arenaBytes ? searched : best
  }

  private static let searchLimit = 500
  private static let attempts = 100

  /// Operators that may write over an operand that dies with them, and which.
  private var overwritable: [Int: Int] {
    let storage = storage
    let lifetimes = lifetimes
    var overwritable: [Int: Int] = [:]
    for (position, step) in steps.enumerated() where step.work == .run {
      overwritable[position] = step.kernel.overwritableOperands.first { place in
        let index = storage[step.operands[place]]
        return lifetimes[index]?.upperBound == position
          && step.operands.count { storage[$0] == index } == 1
      }
    }
    return overwritable
  }
}

extension Graph {
  /// The same graph with its first convolutions patch by patch, as many of them as make the arena
  /// smallest; itself where no stage can be cut so. The plain kernels are given, not yet vectorised.
  func patching(grid: Int, for set: KernelSet) -> Graph {
    let rest = vectorised(for: set)
    let stage = firstWindows
    var best = rest
    var least = rest.plannedMemory().arenaBytes
    for count in 1...max(stage.count, 1) where stage.count >= 2 {
      let positions = Array(stage.prefix(count))
      guard count > 1, let last = positions.last,
        let kernel = unsafe PatchStage(
          positions.compactMap { steps[$0].kernel as? any HasWindow }, grid: grid,
          functions: set.functions, budget: budget)
      else { continue }
      let candidate = rest.running(
        positions, as: kernel, operands: [steps[positions[0]].operands[0]], at: last)
      let bytes = candidate.plannedMemory().arenaBytes
      if bytes < least { (best, least) = (candidate, bytes) }
    }
    return best
  }

  /// The first windows that run one behind the other, each the only reader of the one before it.
  private var firstWindows: [Int] {
    let storage = storage
    var readers: [Int: Int] = [:]
    for step in steps where step.work == .run {
      for operand in step.operands { readers[storage[operand], default: 0] += 1 }
    }
    let outputs = Set(outputs.map { storage[$0] })
    let running = steps.indices.filter { steps[$0].work == .run }
    var found: [Int] = []
    for position in running.drop(while: { !(steps[$0].kernel is any HasWindow) }) {
      guard steps[position].kernel is any HasWindow else { break }
      if let previous = found.last {
        let between = storage[steps[previous].output]
        guard readers[between] == 1, !outputs.contains(between),
          storage[steps[position].operands[0]] == between
        else { break }
      }
      found.append(position)
    }
    return found
  }
}

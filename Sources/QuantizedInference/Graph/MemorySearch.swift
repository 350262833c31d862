extension Graph {
  /// Lets operators write over an operand that nobody needs any more, where that makes the arena
  /// smaller: a place that is shared lives longer, and may keep others from a better one.
  /// - Returns: For each tensor the one whose memory holds its bytes, and the plan.
  func plannedMemory() -> (storage: [Int], plan: MemoryPlan) {
    func plan(_ overwriting: [Int: Int]) -> (storage: [Int], plan: MemoryPlan) {
      let storage = storage(overwriting: overwriting)
      return (storage, MemoryPlan(memoryRequests(storage: storage)))
    }
    let candidates = overwritable
    var chosen = candidates
    var best = plan(chosen)
    let apart = plan([:])
    if apart.plan.arenaBytes < best.plan.arenaBytes { (chosen, best) = ([:], apart) }
    // Each plan takes time with the square of the graph's size.
    guard steps.count <= Self.searchLimit else { return best }
    for (position, operand) in candidates.sorted(by: { $0.key < $1.key }) {
      var other = chosen
      if other.removeValue(forKey: position) == nil { other[position] = operand }
      let found = plan(other)
      if found.plan.arenaBytes < best.plan.arenaBytes { (chosen, best) = (other, found) }
    }
    return best
  }

  private static let searchLimit = 500

  /// Operators that may write over an operand that dies with them, and which.
  private var overwritable: [Int: Int] {
    let storage = storage()
    let lifetimes = lifetimes(storage: storage)
    var overwritable: [Int: Int] = [:]
    for (position, step) in steps.enumerated() where step.work == .run {
      overwritable[position] = step.kernel.overwritableOperands.first { place in
        let index = storage[step.operands[place]]
        return lifetimes[index]?.upperBound == position
          && step.operands.count { storage[$0] == index } == 1
          && tensors[step.output].description.byteCount <= tensors[index].description.byteCount
      }
    }
    return overwritable
  }
}

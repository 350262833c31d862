extension Graph {
  /// This graph, on a kernel set, with its first convolutions patch by patch, as many of them as make the
  /// arena smallest; itself where no stage can be cut so.
  ///
  /// - Parameter plain: The same graph on the plain kernels.
  func patching(_ plain: Graph, grid: Int, for set: KernelSet) -> Graph {
    let stage = plain.firstWindows
    func candidate(_ count: Int, on set: KernelSet) -> Graph? {
      let positions = Array(stage.prefix(count))
      guard let first = positions.first, let last = positions.last,
        let kernel = unsafe PatchStage(
          positions.compactMap { plain.steps[$0].kernel as? any PlainWindow },
          wholes: positions.map { steps[$0].kernel }, grid: grid, functions: set.functions,
          budget: budget)
      else { return nil }
      return running(positions, as: kernel, operands: [plain.steps[first].operands[0]], at: last)
    }
    // Weights are packed for the chosen stage alone: the plain kernels tell the memory well enough.
    let counts = stage.count < 2 ? [] : Array(2...stage.count)
    let sizes = counts.compactMap { count in
      candidate(count, on: .plain).map { (count: count, bytes: $0.plannedMemory().arenaBytes) }
    }
    let best = sizes.min { $0.bytes < $1.bytes }
    return best.flatMap { candidate($0.count, on: set) } ?? self
  }

  /// Operators in a stage at the most: the time to choose grows with it.
  private static let longestStage = 24

  /// The first windows that run one behind the other, each the only reader of the one before it.
  private var firstWindows: [Int] {
    let storage = storage
    let readers = readerCounts
    let outputs = Set(outputs.map { storage[$0] })
    let running = steps.indices.filter { steps[$0].work == .run }
    var found: [Int] = []
    for position in running.drop(while: { !(steps[$0].kernel is any PlainWindow) }) {
      guard found.count < Self.longestStage, steps[position].kernel is any PlainWindow else {
        break
      }
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

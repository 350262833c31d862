/// Which operators run row by row as chains so that the arena is as small as can be.
///
/// The graph is cut into stretches of neighbouring operators, each a single one or a chain. What a
/// stretch needs is what lives while it runs: tensors that wait, its input and output, its scratch
/// memory. Dynamic programming from the last operator to the first finds the cut whose largest need is
/// the smallest, and of several such cuts the one with the fewest operators in chains.
struct ChainSearch {
  /// Operators that run, by position, and the chain that replaces them.
  struct Chain {
    let positions: [Int]
    let kernel: RowChain
    /// Of the chain's kernel.
    let operands: [Int]
  }

  private let graph: Graph
  private let storage: [Int]
  private let lifetimes: [ClosedRange<Int>?]
  /// Positions of the operators that run.
  private let positions: [Int]
  private let readers: [Int: Int]
  private let outputs: Set<Int>

  /// Operators in one chain, and of a graph that is searched: the time grows with both.
  private static let longestChain = 24
  private static let searchLimit = 1000

  init(_ graph: Graph) {
    self.graph = graph
    storage = graph.storage
    lifetimes = graph.lifetimes
    positions = graph.steps.indices.filter { graph.steps[$0].work == .run }
    let storage = storage
    outputs = Set(graph.outputs.map { storage[$0] })
    readers = graph.readerCounts
  }

  private struct Stretch {
    let count: Int
    let bytes: Int
    let chain: Chain?

    var chained: Int { chain == nil ? 0 : count }
  }

  /// The chains of the best cut, in order.
  func chains() -> [Chain] {
    guard positions.count <= Self.searchLimit else { return [] }
    let stretches = positions.indices.map { unit in self.stretches(from: unit) }
    let count = positions.count
    var least = [Int](repeating: .max, count: count) + [0]
    for unit in stride(from: count - 1, through: 0, by: -1) {
      for stretch in stretches[unit] {
        let bytes = max(stretch.bytes, least[unit + stretch.count])
        least[unit] = min(least[unit], bytes)
      }
    }
    // Of all cuts that need no more than the best, the one with the fewest operators in chains.
    var chained = [Int?](repeating: nil, count: count) + [0]
    var choice = [Stretch?](repeating: nil, count: count)
    for unit in stride(from: count - 1, through: 0, by: -1) {
      for stretch in stretches[unit] where stretch.bytes <= least[0] {
        guard let rest = chained[unit + stretch.count] else { continue }
        let operators = stretch.chained + rest
        guard operators < chained[unit] ?? .max else { continue }
        chained[unit] = operators
        choice[unit] = stretch
      }
    }
    var chains: [Chain] = []
    var unit = 0
    while unit < count, let stretch = choice[unit] {
      if let chain = stretch.chain { chains.append(chain) }
      unit += stretch.count
    }
    return chains
  }

  /// The operator alone, and all chains that begin with it.
  private func stretches(from unit: Int) -> [Stretch] {
    let step = graph.steps[positions[unit]]
    var found = [
      Stretch(
        count: 1,
        bytes: bytes(
          from: unit, through: unit, scratch: step.kernel.scratchBytes,
          overwritten: step.kernel.overwritableOperands.map { step.operands[$0] }),
        chain: nil)
    ]
    guard case let first as any StreamsRows = step.kernel, let input = step.operands.first else {
      return found
    }
    var links = [RowChain.Link.window(first)]
    var operands = [input]
    for last in unit + 1..<min(unit + Self.longestChain, max(positions.count, unit + 1)) {
      guard let link = link(at: last, behind: last - 1, from: unit, operands: &operands) else {
        break
      }
      links.append(link)
      guard let kernel = RowChain(links) else { break }
      let overwritten = kernel.overwritableOperands.map { operands[$0] }
      found.append(
        Stretch(
          count: links.count,
          bytes: bytes(
            from: unit, through: last, scratch: kernel.scratchBytes, overwritten: overwritten),
          chain: Chain(
            positions: Array(positions[unit...last]), kernel: kernel, operands: operands)))
    }
    return found
  }

  /// The operator as the next link of a chain, if it alone reads what the one before it writes.
  private func link(
    at unit: Int, behind previous: Int, from first: Int, operands: inout [Int]
  ) -> RowChain.Link? {
    let step = graph.steps[positions[unit]]
    let between = storage[graph.steps[positions[previous]].output]
    guard readers[between] == 1, !outputs.contains(between) else { return nil }
    if case let window as any StreamsRows = step.kernel {
      return storage[step.operands[0]] == between ? .window(window) : nil
    }
    guard case let sum as any StreamsElements = step.kernel,
      let mine = step.operands.firstIndex(where: { storage[$0] == between })
    else { return nil }
    // The other operand must be there before the chain begins.
    let other = step.operands[1 - mine]
    guard let lifetime = lifetimes[storage[other]], graph.tensors[storage[other]].constant == nil,
      lifetime.lowerBound < positions[first] || graph.inputs.contains(storage[other])
    else { return nil }
    let place = operands.firstIndex { storage[$0] == storage[other] } ?? operands.count
    if place == operands.count { operands.append(other) }
    let shape = graph.tensors[step.output].description.shape
    guard shape.count == 4, shape[0] == 1 else { return nil }
    return .elementwise(
      sum, other: place, isFirst: mine == 0, rowBytes: shape[2] * shape[3])
  }

  /// What a stretch of operators needs of the arena.
  private func bytes(
    from first: Int, through last: Int, scratch: Int, overwritten: [Int]
  ) -> Int {
    let (start, end) = (positions[first], positions[last])
    let output = storage[graph.steps[end].output]
    func size(_ tensor: Int) -> Int { graph.tensors[tensor].description.byteCount }
    var bytes = scratch + size(output)
    for case (let tensor, let lifetime?) in lifetimes.enumerated() where tensor != output {
      let isThere = lifetime.lowerBound < start || graph.inputs.contains(tensor)
      if isThere && lifetime.upperBound >= start { bytes += size(tensor) }
    }
    let dying = overwritten.map { storage[$0] }.first {
      (start...end).contains(lifetimes[$0]?.upperBound ?? -1)
    }
    return bytes - (dying.map { min(size($0), size(output)) } ?? 0)
  }
}

extension Graph {
  /// The same graph with the chains that make the arena smallest.
  func streamingRows() -> Graph {
    ChainSearch(self).chains().reduce(self) { graph, chain in
      graph.running(
        chain.positions, as: chain.kernel, operands: chain.operands, at: chain.positions.last ?? 0)
    }
  }

  /// The same graph in which one kernel does the work of several operators, when the last of them runs.
  func running(
    _ positions: [Int], as kernel: any Kernel, operands: [Int], at last: Int
  ) -> Graph {
    var graph = self
    let storage = storage
    var streamed: Set<Int> = []
    for position in positions where position != last {
      graph.steps[position].work = .stream
      streamed.insert(storage[steps[position].output])
    }
    graph.steps[last].kernel = kernel
    graph.steps[last].operands = operands
    // Nor is there a whole tensor that lies in the place of such an output or has a border around it.
    for (position, step) in steps.enumerated() where step.work == .share || step.work == .imagine {
      if streamed.contains(storage[step.operands[0]]) { graph.steps[position].work = .stream }
    }
    return graph
  }
}

extension Graph {
  /// For each tensor the one whose memory holds its bytes.
  var storage: [Int] {
    var storage = Array(tensors.indices)
    for step in steps where step.work == .share {
      storage[step.output] = storage[step.operands[0]]
    }
    return storage
  }

  /// How many operators that run read a tensor, by the tensor whose memory holds it.
  var readerCounts: [Int: Int] {
    let storage = storage
    var counts: [Int: Int] = [:]
    for step in steps where step.work == .run {
      for operand in step.operands { counts[storage[operand], default: 0] += 1 }
    }
    return counts
  }

  /// The constants that a run reads from memory, by tensor index.
  var constantsToKeep: [Int: ArraySlice<UInt8>] {
    let storage = storage
    var kept: Set<Int> = Set(outputs.map { storage[$0] })
    for step in steps {
      kept.formUnion(step.operands.map { storage[$0] })
      if step.work == .constant { kept.insert(step.output) }
    }
    return Dictionary(
      uniqueKeysWithValues: kept.compactMap { index in
        tensors[index].constant.map { (index, $0) }
      })
  }

  /// What needs a place in the arena, and when.
  /// - Parameter overwriting: For operators, by position, the operand in whose memory the output lies.
  func memoryRequests(overwriting: [Int: Int]) -> [MemoryPlan.Request] {
    let storage = storage
    let lifetimes = lifetimes
    func piece(_ index: Int) -> MemoryPlan.Request.Piece? {
      lifetimes[index].map {
        MemoryPlan.Request.Piece(
          tensor: index, lifetime: $0, byteCount: tensors[index].description.byteCount)
      }
    }
    var requests: [MemoryPlan.Request] = []
    /// By tensor, its request.
    var places: [Int: Int] = [:]
    for index in inputs.map({ storage[$0] }) where places[index] == nil {
      guard let piece = piece(index) else { continue }
      places[index] = requests.count
      requests.append(MemoryPlan.Request(piece))
    }
    for (position, step) in steps.enumerated() {
      if step.work == .run, step.kernel.scratchBytes > 0 {
        requests.append(
          MemoryPlan.Request(
            MemoryPlan.Request.Piece(
              tensor: nil, lifetime: position...position, byteCount: step.kernel.scratchBytes)))
      }
      let output = storage[step.output]
      guard places[output] == nil, let piece = piece(output) else { continue }
      if let operand = overwriting[position], let place = places[storage[step.operands[operand]]] {
        requests[place].append(piece)
        places[output] = place
      } else {
        places[output] = requests.count
        requests.append(MemoryPlan.Request(piece))
      }
    }
    return requests
  }

  /// For each tensor from the operator that writes it to the last that reads it; nil where it has no
  /// memory in the arena.
  var lifetimes: [ClosedRange<Int>?] {
    let storage = storage
    var lifetimes = [ClosedRange<Int>?](repeating: nil, count: tensors.count)

    func extend(_ tensor: Int, to position: Int) {
      let index = storage[tensor]
      guard tensors[index].constant == nil else { return }
      let start = lifetimes[index]?.lowerBound ?? position
      lifetimes[index] = start...max(position, lifetimes[index]?.upperBound ?? position)
    }
    let taken = Set(steps.filter { $0.work == .takeInput }.map { $0.operands[0] })
    for index in inputs where !taken.contains(index) { extend(index, to: 0) }
    for (position, step) in steps.enumerated() {
      switch step.work {
      case .constant, .stream:
        continue
      case .takeInput:
        extend(step.output, to: 0)
      case .imagine:
        for operand in step.operands { extend(operand, to: position) }
      case .run, .share:
        for operand in step.operands { extend(operand, to: position) }
        extend(step.output, to: position)
      }
    }
    for index in outputs { extend(index, to: steps.count) }
    return lifetimes
  }
}

extension Graph {
  /// For each tensor the one whose memory holds its bytes.
  var storage: [Int] {
    var storage = Array(tensors.indices)
    for step in steps where step.work == .share {
      storage[step.output] = storage[step.operands[0]]
    }
    return storage
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
  var memoryRequests: [MemoryPlan.Request] {
    let storage = storage
    var lifetimes: [Int: ClosedRange<Int>] = [:]

    func extend(_ tensor: Int, to position: Int) {
      let index = storage[tensor]
      guard tensors[index].constant == nil else { return }
      let start = lifetimes[index]?.lowerBound ?? position
      lifetimes[index] = start...max(position, lifetimes[index]?.upperBound ?? position)
    }
    for index in inputs { extend(index, to: 0) }
    for (position, step) in steps.enumerated() where step.work != .constant {
      for operand in step.operands { extend(operand, to: position) }
      if step.work != .imagine { extend(step.output, to: position) }
    }
    for index in outputs { extend(index, to: steps.count) }

    let scratch = steps.enumerated().compactMap { position, step -> MemoryPlan.Request? in
      guard step.work == .run, step.kernel.scratchBytes > 0 else { return nil }
      return MemoryPlan.Request(
        tensor: nil, lifetime: position...position, byteCount: step.kernel.scratchBytes)
    }
    return lifetimes.sorted { $0.key < $1.key }.map { index, lifetime in
      MemoryPlan.Request(
        tensor: index, lifetime: lifetime, byteCount: tensors[index].description.byteCount)
    } + scratch
  }
}

extension Graph {
  /// For each tensor the one whose memory holds its bytes.
  /// - Parameter overwriting: For operators, by position, the operand in whose memory the output lies.
  func storage(overwriting: [Int: Int] = [:]) -> [Int] {
    var storage = Array(tensors.indices)
    for (position, step) in steps.enumerated() {
      if step.work == .share {
        storage[step.output] = storage[step.operands[0]]
      } else if let operand = overwriting[position] {
        storage[step.output] = storage[step.operands[operand]]
      }
    }
    return storage
  }

  /// The constants that a run reads from memory, by tensor index.
  var constantsToKeep: [Int: ArraySlice<UInt8>] {
    let storage = storage()
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
  func memoryRequests(storage: [Int]) -> [MemoryPlan.Request] {
    let lifetimes = lifetimes(storage: storage)
    var sizes: [Int: Int] = [:]
    for (tensor, index) in storage.enumerated() where lifetimes[index] != nil {
      sizes[index] = max(sizes[index] ?? 0, tensors[tensor].description.byteCount)
    }
    let scratch = steps.enumerated().compactMap { position, step -> MemoryPlan.Request? in
      guard step.work == .run, step.kernel.scratchBytes > 0 else { return nil }
      return MemoryPlan.Request(
        tensor: nil, lifetime: position...position, byteCount: step.kernel.scratchBytes)
    }
    return lifetimes.sorted { $0.key < $1.key }.map { index, lifetime in
      MemoryPlan.Request(tensor: index, lifetime: lifetime, byteCount: sizes[index] ?? 0)
    } + scratch
  }

  /// From the operator that writes it to the last that reads it, for each tensor that others share or
  /// that has memory of its own.
  func lifetimes(storage: [Int]) -> [Int: ClosedRange<Int>] {
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
    return lifetimes
  }
}

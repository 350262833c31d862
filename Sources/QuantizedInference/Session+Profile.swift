extension Session {
  /// How long each operator takes, whole runs in order, so that caches are as in use.
  ///
  /// - Parameters:
  ///   - inputs: The bytes of each input, little endian.
  ///   - runs: Of which the median is told, at least 1.
  /// - Returns: For each of ``Model/operators``; zero for one that the plan has made superfluous.
  /// - Throws: ``ModelError`` if number or size of the inputs are not the model's.
  public mutating func profile(
    inputs: [[UInt8]], runs: Int
  ) throws(ModelError) -> [Duration] {
    let clock = ContinuousClock()
    var times = model.operators.map { _ in [Duration]() }
    for _ in 0..<max(runs, 1) {
      try write(inputs)
      for (input, position) in zip(inputs, model.inputSteps) {
        guard let position else { continue }
        let start = clock.now
        take(input, at: position)
        times[position].append(clock.now - start)
      }
      for call in calls {
        let start = clock.now
        call.kernel.run(call.operands)
        times[call.position].append(clock.now - start)
      }
    }
    return times.map { $0.sorted().dropFirst($0.count / 2).first ?? .zero }
  }
}

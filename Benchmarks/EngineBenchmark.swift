import QuantizedInference

/// How long one inference takes on one core; `Benchmarks/engine_peer.py` runs this beside LiteRT.
struct EngineBenchmark: Encodable {
  let model: String
  let multiplyAccumulates: Int
  let arenaBytes: Int
  /// Wall time of one inference: the median over bursts of some milliseconds each.
  let milliseconds: Double
}

/// Runs a model on a ramp for about `seconds`, in bursts; the input stays as it is.
func benchmarkEngine(model path: String, seconds: Double = 1) throws -> EngineBenchmark {
  let model = try Model(contentsOf: path)
  var session = try Session(model)
  let inputs = model.inputs.map { input in
    (0..<input.byteCount).map { UInt8(truncatingIfNeeded: $0 * 7) }
  }
  let clock = ContinuousClock()
  let ends = model.inputs + model.outputs
  let isInt8 = ends.count == 2 && ends.allSatisfy { $0.elementType == .int8 }
  let image = inputs[0].map { Int8(bitPattern: $0) }
  var result = [Int8](repeating: 0, count: model.outputs[0].elementCount)
  func burst(_ count: Int) throws -> Double {
    var output = result.mutableSpan
    return try clock.measure {
      for _ in 0..<count {
        if isInt8 {
          session.run(image.span, into: &output)
        } else {
          _ = try session.run(inputs: inputs)
        }
      }
    } / .milliseconds(1) / Double(count)
  }
  let first = try burst(2)
  let count = max(1, Int(12 / first))
  var times: [Double] = []
  let end = clock.now + .seconds(seconds)
  while times.count < 5 || clock.now < end { times.append(try burst(count)) }
  times.sort()
  return EngineBenchmark(
    model: path, multiplyAccumulates: model.multiplyAccumulates,
    arenaBytes: model.plan.arenaBytes, milliseconds: times[times.count / 2])
}

/// What each operator of a model takes, as text for people.
func profileEngine(model path: String) throws -> String {
  let model = try Model(contentsOf: path)
  var session = try Session(model)
  let inputs = model.inputs.map { input in
    (0..<input.byteCount).map { UInt8(truncatingIfNeeded: $0 * 7) }
  }
  let times = try session.profile(inputs: inputs, runs: 300)
  let lines = zip(model.operators, times).compactMap { operation, time -> String? in
    let microseconds = time / .microseconds(1)
    guard microseconds > 0 else { return nil }
    let shapes = operation.inputs.prefix(2).filter { $0 >= 0 }.map { model.tensors[$0].shape }
    let speed = Double(operation.multiplyAccumulates) / microseconds / 1000
    return "\(operation.position) \(operation.name) \(shapes) -> "
      + "\(model.tensors[operation.output].shape): \((microseconds * 100).rounded() / 100) us, "
      + "\((speed * 10).rounded() / 10) GMAC/s"
  }
  let sum = times.reduce(.zero, +) / .microseconds(1)
  return (lines + ["\(model.kernels): \((sum * 10).rounded() / 10) us"]).joined(separator: "\n")
}

/// Where each tensor lies, as text for people, and what is needed at the worst moment.
func memoryOfEngine(model path: String) throws -> String {
  let model = try Model(contentsOf: path)
  func alive(_ position: Int) -> [MemoryPlan.Allocation] {
    model.plan.allocations.filter { $0.lifetime.contains(position) }
  }
  let worst = model.operators.indices.max { first, second in
    let sizes = [first, second].map { alive($0).map { $0.offset + $0.byteCount }.max() ?? 0 }
    return sizes[0] < sizes[1]
  }
  let lines = alive(worst ?? 0).map { allocation in
    let name = allocation.tensor.map { "\(model.tensors[$0].shape)" } ?? "scratch"
    return "\(allocation.offset) + \(allocation.byteCount): \(name), "
      + "operators \(allocation.lifetime.lowerBound) to \(allocation.lifetime.upperBound)"
  }
  return (["\(model.plan.arenaBytes) bytes, most at operator \(worst ?? 0)"] + lines)
    .joined(separator: "\n")
}

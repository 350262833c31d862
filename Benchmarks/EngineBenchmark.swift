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

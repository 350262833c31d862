import ModelWriting
import QuantizedInference
import TestSupport
import Testing

/// The integers of a head say what its real numbers say, as nearly as they can.
@Suite struct QuantizedHeadTests {
  private func outputs(
    of head: QuantizedHead, for embedding: [Int8]
  ) throws -> (integers: [Int], scale: Double, zeroPoint: Int) {
    let model = try Model(bytes: head.file)
    var session = try Session(model)
    let bytes = try session.run(inputs: [embedding.map { UInt8(bitPattern: $0) }])[0]
    return (
      bytes.map { Int(Int8(bitPattern: $0)) }, Double(model.outputs[0].scale),
      model.outputs[0].zeroPoint
    )
  }

  @Test(arguments: [[4], [7, 3]], 1...10 as ClosedRange<UInt64>)
  func `every output is near that of the real layers`(units: [Int], seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (scale, zeroPoint) = (Float(0.03), Int.random(in: -128...127, using: &random))
    let embedding = (0..<40).map { _ in Int8.random(in: .min ... .max, using: &random) }
    let layers = DrawnHead.layers(inputs: 40, units: units, seed: seed)
    var values = embedding.map { Double(scale) * Double(Int($0) - zeroPoint) }
    let ranges = layers.map { layer in
      values = layer.output(of: values)
      return (values.min() ?? 0)...(values.max() ?? 0)
    }
    let head = QuantizedHead(
      layers, inputScale: scale, inputZeroPoint: zeroPoint, ranges: ranges)
    let found = try outputs(of: head, for: embedding)
    for (integer, value) in zip(found.integers, values) {
      let real = found.scale * Double(integer - found.zeroPoint)
      // Half a step of the output, and of 40 weights and the values between.
      #expect(abs(real - value) < found.scale / 2 + 0.1, "seed \(seed): \(real), \(value)")
    }
  }

  @Test func `what lies beyond the range is told as its limit`() throws {
    let layer = DenseLayer(weights: [1, -1, 0.5], biases: [0, 0, 0])
    let head = QuantizedHead([layer], inputScale: 1, inputZeroPoint: 0, ranges: [-10...10])
    #expect(try outputs(of: head, for: [100]).integers == [127, -128, 127])
  }

  @Test(arguments: [0, 1e-30, 5] as [Double])
  func `a unit of vanishing weights has its bias`(weight: Double) throws {
    let layer = DenseLayer(weights: [weight, 0, 0, 0], biases: [100, -3])
    let head = QuantizedHead([layer], inputScale: 0.01, inputZeroPoint: 3, ranges: [-100...100])
    let found = try outputs(of: head, for: [3, 3])
    let reals = found.integers.map { found.scale * Double($0 - found.zeroPoint) }
    #expect(abs(reals[0] - 100) <= found.scale && abs(reals[1] + 3) <= found.scale)
  }

  @Test func `a range without zero, or of one point, still holds zero`() throws {
    for range in [3...7, -7...(-3), 2...2, 0...0, -2...(-2)] as [ClosedRange<Double>] {
      let layer = DenseLayer(weights: [0], biases: [0])
      let head = QuantizedHead([layer], inputScale: 1, inputZeroPoint: 0, ranges: [range])
      let found = try outputs(of: head, for: [0])
      #expect(found.integers == [found.zeroPoint], "\(range)")
    }
  }
}

import Foundation
import QuantizedInference
import TestSupport
import Testing

/// Every network of `shared/models` in float32.
@Suite struct FloatParityTests {
  /// How near the quantized network is to the real one on the nine inputs of the reference digests, which
  /// are noise and patterns, no pictures: on how many of them, at least, both have the same largest output,
  /// and by how much an output differs in the mean, at most, in units of the output.
  ///
  /// mcunet-in3 reshapes its output into other units than it was computed in, 8.88 apart; mcunetv2-large
  /// was published with scales that collapsed, and its int8 outputs are constant. mlperf-kws was calibrated
  /// on speech: its first layer's integers end at 20, noise drives the real numbers to 75, and of every
  /// layer up to eight values in a hundred are cut off.
  static let agreement: [(name: String, same: Int, outputs: Int, distance: Float)] = [
    ("mcunet-in2", 6, 9, 0.23), ("mcunet-in3", 7, 9, 8.89), ("mcunet-in4", 4, 9, 0.28),
    ("mcunet-vww0", 9, 9, 0.11), ("mcunet-vww1", 9, 9, 0.09), ("mcunet-vww2", 9, 9, 0.46),
    ("mcunetv2-large", 0, 9, 0.0001), ("mlperf-ad", 5, 9, 8.5), ("mlperf-ic", 8, 9, 0.016),
    ("mlperf-kws", 2, 9, 0.09), ("mlperf-sww", 9, 9, 0.0025), ("mlperf-vww96", 9, 9, 0.013),
    ("person-det", 19, 27, 0.077), ("tinyengine-vww", 8, 9, 0.18), ("wakevision-k2c3", 9, 9, 0.046),
    ("wakevision-mcunet-vww0", 9, 9, 550), ("wakevision-samy", 9, 9, 0.16),
  ]

  @Test(.needsShared("models"), arguments: agreement)
  func `the outputs in float32 are LiteRT's, and near the quantized ones`(
    expected: (name: String, same: Int, outputs: Int, distance: Float)
  ) throws {
    let file = try FloatReference()
    let network = try #require(file.network(expected.name))
    let path = SharedData.url("models/\(expected.name).tflite").path
    let model = try FloatModel(contentsOf: path)
    let quantized = try Model(contentsOf: path)
    var session = try FloatSession(model)
    var quantizedSession = try Session(quantized)
    let patterns = InputPattern.sequence(randomPairs: 1)
    try #require(network.runs.count == patterns.count)
    var (same, distance, count): (Int, Float, Int) = (0, 0, 0)
    for (run, (pattern, references)) in zip(patterns, network.runs).enumerated() {
      let outputs = try session.run(pattern.reals(of: model, seed: file.seed, run: run))
      for (output, reference) in zip(outputs, references) {
        let found = output.prefix(16).map(\.bitPattern)
        #expect(
          found == reference
            || network.exponentials
              && zip(found, reference).allSatisfy {
                abs(Float(bitPattern: $0) - Float(bitPattern: $1)) <= 1e-6
              },
          "\(pattern)")
      }
      let bytes = try quantizedSession.run(
        inputs: pattern.inputs(of: quantized, seed: file.seed, run: run))
      for ((output, bytes), tensor) in zip(zip(outputs, bytes), quantized.outputs) {
        let reals = tensor.reals(bytes)
        if largest(reals) == largest(output) { same += 1 }
        distance += zip(reals, output).reduce(0) { $0 + abs($1.0 - $1.1) } / Float(output.count)
        count += 1
      }
    }
    distance /= Float(count)
    print(
      "\(expected.name) in float32: the largest output is int8's in \(same) of \(count), "
        + "outputs differ by \(distance) in the mean")
    #expect(count == expected.outputs)
    #expect(same >= expected.same)
    #expect(distance <= expected.distance)
  }

  private func largest(_ values: [Float]) -> Int? {
    values.indices.max { values[$0] < values[$1] || values[$0] == values[$1] && $0 > $1 }
  }

  /// README of `shared/models`: each int8 weight is the checkpoint's, folded, to within 0.56 of a
  /// step, each bias to within 0.0007.
  @Test(
    .needsShared("models/fp32"), arguments: [("mcunet-vww0", 43), ("mcunet-vww1", 46)])
  func `the checkpoints of vww0 and vww1 are the networks that were quantized`(
    name: String, layers: Int
  ) throws {
    let path = SharedData.url("models/\(name).tflite").path
    let dequantized = try FloatModel(contentsOf: path)
    let model = try FloatModel(
      contentsOf: path,
      weights: Checkpoint(contentsOf: SharedData.url("models/fp32/\(name).npz").path))
    #expect(model.replacedLayers.count == layers)
    #expect(dequantized.replacedLayers.isEmpty)
    let steps = model.replacedLayers.compactMap(\.weightSteps)
    #expect(steps.count == layers)
    #expect(try #require(steps.max()) <= 0.56)
    #expect(try #require(steps.max()) > 0.4, "real weights lie between the steps")
    #expect(try #require(model.replacedLayers.map(\.biasDistance).max()) <= 0.0007)

    var session = try FloatSession(model)
    var other = try FloatSession(dequantized)
    let quantized = try Model(contentsOf: path)
    var int8 = try Session(quantized)
    var (same, all, distance): (Int, Int, Float) = (0, 0, 0)
    for seed in 1...10 as ClosedRange<UInt64> {
      for (run, pattern) in InputPattern.sequence(randomPairs: 1).enumerated() {
        guard seed == 1 || run >= 7 else { continue }
        let input = try pattern.reals(of: model, seed: seed, run: run)
        let output = try session.run(input)[0]
        let reals = try other.run(input)[0]
        let bytes = try int8.run(inputs: pattern.inputs(of: quantized, seed: seed, run: run))[0]
        let answers = [output, reals, quantized.outputs[0].reals(bytes)].map(largest)
        all += 1
        if Set(answers).count == 1 {
          same += 1
        } else {
          // Noise that the network is undecided about: a few of the int8 output's steps, 0.11, decide.
          #expect(abs(output[0] - output[1]) < 0.5, "\(pattern), seed \(seed)")
        }
        distance += abs(output[0] - reals[0]) / 27
      }
    }
    print(
      "\(name): checkpoint, its dequantized weights and int8 answer alike on \(same) of \(all) "
        + "inputs; the first two differ by \(distance) in the mean")
    #expect(all == 27)
    #expect(same >= 26)
  }

  @Test(.needsShared("models/fp32"))
  func `the checkpoint of another network is refused, and the layer named`() throws {
    let path = SharedData.url("models/mcunet-vww1.tflite").path
    #expect {
      try FloatModel(
        contentsOf: path,
        weights: Checkpoint(contentsOf: SharedData.url("models/fp32/mcunet-vww0.npz").path))
    } throws: { error in
      "\(error)".contains("mcunet-vww0.npz: blocks.1.mobile_inverted_conv.depth_conv.conv")
    }
  }
}

extension TensorDescription {
  /// The real numbers for which the bytes of a whole tensor stand.
  fileprivate func reals(_ bytes: [UInt8]) -> [Float] {
    switch elementType {
    case .int8: bytes.map { Float(Int(Int8(bitPattern: $0)) - zeroPoint) * scale }
    case .uint8: bytes.map { Float(Int($0) - zeroPoint) * scale }
    default:
      stride(from: 0, to: bytes.count, by: 4).map { start in
        Float(
          bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) })
      }
    }
  }
}

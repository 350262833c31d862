import Foundation
import QuantizedInference
import TestSupport
import Testing

/// Every operator's output of every network in `shared/models`, against LiteRT 2.3.0's reference
/// kernels: the digests are what `litert_tensors.py` in `shared/reference` recorded of them.
@Suite struct ModelParityTests {
  /// Each network with what its README counts: multiplications and stored parameters.
  static let models: [(name: String, multiplyAccumulates: Int, parameters: Int)] = [
    ("mcunetv2-large", 216_815_264, 1_782_200 + 17_008),
    ("mcunet-in4", 125_874_400, 1_710_232 + 11_704),
    ("mcunet-in3", 81_785_520, 721_032 + 8_688),
    ("mcunet-in2", 67_287_200, 712_904 + 8_744),
    ("mcunet-vww2", 55_771_280, 621_032 + 9_114),
    ("person-det", 18_296_320, 159_584 + 3_910),
    ("mcunet-vww1", 11_578_816, 420_520 + 6_114),
    ("tinyengine-vww", 11_578_816, 420_520 + 6_114),
    ("mcunet-vww0", 5_958_400, 358_744 + 5_114),
    ("wakevision-mcunet-vww0", 5_958_400, 358_744 + 5_114),
    ("wakevision-samy", 5_588_880, 24_936 + 162),
    ("wakevision-k2c3", 226_736, 854 + 30),
    ("mlperf-ad", 264_192, 264_192 + 1_672),
    ("mlperf-ic", 12_501_632, 77_360 + 346),
    ("mlperf-kws", 2_656_768, 22_016 + 588),
    ("mlperf-sww", 826_368, 46_040 + 843),
    ("mlperf-vww96", 7_489_664, 208_112 + 2_738),
  ]

  @Test(
    .needsShared("reference/digests"), .needsShared("models"), arguments: models,
    KernelSet.tested)
  func `every tensor of every run equals LiteRT's reference kernels`(
    expected: (name: String, multiplyAccumulates: Int, parameters: Int), kernels: KernelSet
  ) throws {
    let url = SharedData.url("reference/digests/\(expected.name).json")
    let file = try ReferenceDigests(contentsOf: url)
    let model = try Model(
      contentsOf: SharedData.url("models/\(expected.name).tflite").path, kernels: kernels)
    #expect(model.multiplyAccumulates == expected.multiplyAccumulates)
    #expect(model.parameters == expected.parameters)
    #expect(model.operators.map(\.name) == file.operators.map(\.op))
    #expect(model.operators.map(\.output) == file.operators.map(\.tensor))

    let patterns = InputPattern.sequence(randomPairs: 1)
    try #require(file.runs.count == patterns.count)
    var session = try Session(model)
    var streaming = try Session(
      Model(
        contentsOf: SharedData.url("models/\(expected.name).tflite").path, kernels: kernels,
        strategy: .smallest))
    #expect(streaming.plan.arenaBytes <= session.plan.arenaBytes)
    var tally = Tally("\(expected.name) on \(kernels) against LiteRT")
    tally.models = 1
    for (index, (run, pattern)) in zip(file.runs, patterns).enumerated() {
      let inputs = pattern.inputs(of: model, seed: file.seed, run: index)
      #expect(inputs.map(sha256) == run.inputSHA256)
      let observed = try session.run(inputs: inputs) { operation, tensor, bytes in
        tally.count(
          sha256(bytes) == run.tensors[operation.position],
          "\(run.input): \(operation.position) \(operation.name) \(tensor.name)")
      }
      // Unobserved, operators that the plan has made superfluous do not run.
      var outputs = model.outputs.map { [UInt8](repeating: 0, count: $0.byteCount) }
      try session.run(inputs: inputs, into: &outputs)
      #expect(outputs == observed)
      #expect(try streaming.run(inputs: inputs) == observed)
    }
    tally.report(of: file.runs.count * file.operators.count)
  }
}

import ModelWriting
import QuantizedInference
import TestSupport
import Testing

/// Each one-operator model against the bytes that the reference runtimes made of it.
@Suite struct OperatorParityTests {
  /// Every operator of the engine, and how many models of it the golden file has at least.
  static let operators: [(String, Int)] = [
    ("ADD", 40), ("AVERAGE_POOL_2D", 25), ("CONCATENATION", 20), ("CONV_2D", 100),
    ("DEPTHWISE_CONV_2D", 80), ("DEQUANTIZE", 10), ("FILL", 9), ("FULLY_CONNECTED", 40),
    ("LOGISTIC", 80), ("MAX_POOL_2D", 25), ("MEAN", 70), ("MUL", 40), ("PACK", 15), ("PAD", 12),
    ("QUANTIZE", 30), ("RESHAPE", 15), ("RESIZE_NEAREST_NEIGHBOR", 30), ("SHAPE", 6),
    ("SOFTMAX", 40), ("STRIDED_SLICE", 11), ("SUM", 50), ("TRANSPOSE", 9),
  ]

  @Test func `every one-operator model gives LiteRT's bytes`() throws {
    let golden = try OperatorGoldenFile()
    var tally = Tally("one-operator models against LiteRT")
    for (name, least) in Self.operators {
      let cases = golden.cases.filter { $0.operator == name }
      #expect(cases.count >= least, "\(name)")
      for each in cases {
        try compare(each, of: golden, digests: each.litert, arithmetic: .liteRT, &tally)
      }
    }
    #expect(tally.models == golden.cases.count)
    tally.report(
      of: golden.cases.count * golden.patterns.count * KernelSet.tested.count)
  }

  @Test(arguments: [("FULLY_CONNECTED", 40), ("LOGISTIC", 80), ("SUM", 50)])
  func `operators with two definitions give TFLite Micro's bytes when asked`(
    name: String, least: Int
  ) throws {
    let golden = try OperatorGoldenFile()
    var tally = Tally("\(name) against TFLite Micro")
    var parting = 0
    for each in golden.cases where each.operator == name {
      let digests = try #require(each.micro, "\(each.name)")
      try compare(each, of: golden, digests: digests, arithmetic: .tfliteMicro, &tally)
      parting += golden.patterns.indices.count {
        golden.digest(at: digests, run: $0) != golden.digest(at: each.litert, run: $0)
      }
    }
    tally.report(of: tally.models * golden.patterns.count * KernelSet.tested.count)
    #expect(tally.models >= least)
    #expect(parting > 0, "the cases tell the two definitions apart")
  }

  private func compare(
    _ golden: OperatorGoldenFile.Case, of file: OperatorGoldenFile, digests: Int,
    arithmetic: Arithmetic, _ tally: inout Tally
  ) throws {
    tally.models += 1
    do throws(ModelError) {
      for kernels in KernelSet.tested {
        let model = try Model(
          bytes: file.model(of: golden), arithmetic: arithmetic, kernels: kernels)
        var session = try Session(model)
        for (run, pattern) in file.patterns.enumerated() {
          let inputs = pattern.inputs(of: model, seed: file.seed, run: run)
          let output = try session.run(inputs: inputs)[0]
          tally.count(
            sha256(output) == file.digest(at: digests, run: run),
            "\(golden.name), \(pattern), \(kernels)")
        }
      }
    } catch {
      tally.count(false, "\(golden.name): \(error)")
    }
  }
}

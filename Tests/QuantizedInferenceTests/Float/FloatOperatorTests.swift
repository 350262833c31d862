import ModelWriting
import QuantizedInference
import TestSupport
import Testing

/// Each one-operator model in float32 against what LiteRT's reference kernels make of it: those of the
/// engine's golden file, read as the real numbers for which they stand, and models stored as float32
/// or in both.
///
/// All bytes are the same, as the sums are taken in the same order. The last bit of an exponential is the
/// C library's, so the outputs of LOGISTIC and SOFTMAX, which lie in 0…1, may differ by 10⁻⁶: eight
/// steps of single precision at 1.
@Suite struct FloatOperatorTests {
  /// How many models of an operator the golden file has at least, of which this many are of float32.
  static let operators: [(name: String, least: Int, float: Int)] = [
    ("ADD", 40, 4), ("AVERAGE_POOL_2D", 25, 4), ("CONCATENATION", 20, 4), ("CONV_2D", 100, 4),
    ("DEPTHWISE_CONV_2D", 80, 4), ("FILL", 6, 2), ("FULLY_CONNECTED", 40, 4), ("LOGISTIC", 80, 4),
    ("MAX_POOL_2D", 25, 4), ("MEAN", 70, 4), ("MUL", 40, 4), ("PACK", 15, 4), ("PAD", 11, 3),
    ("RESHAPE", 15, 4), ("RESIZE_NEAREST_NEIGHBOR", 30, 4), ("SOFTMAX", 40, 4),
    ("STRIDED_SLICE", 10, 2), ("SUM", 50, 4), ("TRANSPOSE", 9, 2),
  ]

  @Test func `every one-operator model gives LiteRT's float32 outputs`() throws {
    let golden = try OperatorGoldenFile("float")
    let stored = try OperatorGoldenFile()
    let models = Dictionary(
      uniqueKeysWithValues: stored.cases.map { ($0.name, stored.model(of: $0)) })
    var tally = Tally("one-operator models in float32 against LiteRT")
    for expected in Self.operators {
      let cases = golden.cases.filter { $0.operator == expected.name }
      #expect(cases.count >= expected.least + expected.float, "\(expected.name)")
      #expect(cases.count { $0.name.hasPrefix("float-") } == expected.float, "\(expected.name)")
    }
    #expect(golden.cases.count { $0.name.hasPrefix("mixed-") } == 6)
    for each in golden.cases {
      tally.models += 1
      do {
        let outputs = try outputs(of: each, golden, stored: models)
        if let values = golden.values(of: each) {
          tally.count(isNear(outputs[golden.valuesRun].floats, values), each.name)
        } else {
          tally.count(
            sha256(outputs.flatMap(\.self)) == golden.digest(at: each.litert, run: 0), each.name)
        }
      } catch {
        tally.count(false, "\(each.name): \(error)")
      }
    }
    tally.report(of: golden.cases.count)
  }

  /// For each run the output's bytes.
  ///
  /// A model of float32 is given the real numbers of the quantized one that it was made of.
  private func outputs(
    of golden: OperatorGoldenFile.Case, _ file: OperatorGoldenFile, stored: [String: [UInt8]]
  ) throws -> [[UInt8]] {
    let own = golden.modelBytes > 0 ? file.model(of: golden) : nil
    let name = golden.name.hasPrefix("float-") ? String(golden.name.dropFirst(6)) : golden.name
    let quantized = try FloatModel(bytes: stored[name] ?? #require(own))
    var session = try FloatSession(FloatModel(bytes: own ?? #require(stored[name])))
    return try file.patterns.enumerated().map { run, pattern in
      let inputs = try pattern.reals(of: quantized, seed: file.seed, run: run)
      return try session.run(inputs)[0].flatMap { littleEndianBytes($0.bitPattern) }
    }
  }

  private func isNear(_ found: [Float], _ expected: [Float]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-6 }
  }
}

extension [UInt8] {
  /// As little-endian float32.
  fileprivate var floats: [Float] {
    stride(from: 0, to: count, by: 4).map { start in
      Float(
        bitPattern: (0..<4).reduce(0) { $0 | UInt32(self[start + $1]) << (8 * UInt32($1)) })
    }
  }
}

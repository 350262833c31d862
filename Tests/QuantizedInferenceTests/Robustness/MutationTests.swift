import TestSupport
import Testing

/// Damaged files never end the process: each is refused with a sentence, or is a model that runs.
@Suite struct MutationTests {
  private struct Outcome {
    var refused = 0
    var loaded = 0
    var ran = 0

    mutating func add(_ bytes: [UInt8], _ what: @autoclosure () -> String) {
      switch ModelTrial(bytes) {
      case .refused: refused += 1
      case .loaded: loaded += 1
      case .ran: ran += 1
      case .broken(let fault): Issue.record("\(what()): \(fault)")
      }
    }
  }

  /// One small file of each operator.
  private func smallFiles() throws -> [(name: String, bytes: [UInt8])] {
    let golden = try OperatorGoldenFile()
    return OperatorParityTests.operators.compactMap { name, _ in
      golden.cases.filter { $0.operator == name }
        .min { $0.modelBytes < $1.modelBytes }
        .map { (name, golden.model(of: $0)) }
    }
  }

  @Test func `a model cut off at any length is refused`() throws {
    var outcome = Outcome()
    let tiny = try TinyModel.bytes()
    let files = try smallFiles() + [("tiny-mcunet", tiny)]
    for (name, bytes) in files {
      for length in stride(from: 0, to: bytes.count, by: bytes.count > 4096 ? 13 : 1) {
        outcome.add(Array(bytes[..<length]), "\(name) cut at \(length)")
      }
    }
    // The last bytes of a file may be padding or names' ends, so a few are models all the same.
    #expect(outcome.refused > 10 * (outcome.loaded + outcome.ran))
  }

  @Test func `a model with any one bit flipped is refused or runs`() throws {
    var outcome = Outcome()
    for (name, bytes) in try smallFiles() {
      for bit in 0..<bytes.count * 8 {
        var flipped = bytes
        flipped[bit / 8] ^= 1 << (bit % 8)
        outcome.add(flipped, "\(name), bit \(bit) flipped")
      }
    }
    #expect(outcome.refused > 1000 && outcome.ran > 1000, "\(outcome)")
  }

  @Test func `models cut, spliced and overwritten are refused or run`() throws {
    var outcome = Outcome()
    let files = try smallFiles().map(\.bytes) + [TinyModel.bytes()]
    for seed in 1...20_000 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let one = files[Int.random(in: files.indices, using: &random)]
      let other = files[Int.random(in: files.indices, using: &random)]
      outcome.add(random.damaged(one, splicing: other), "seed \(seed)")
    }
    #expect(outcome.refused > 1000 && outcome.ran > 300, "\(outcome)")
  }
}

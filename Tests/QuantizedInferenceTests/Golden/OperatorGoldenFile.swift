import Foundation
import TestSupport

/// The one-operator models and what LiteRT and TFLite Micro made of them.
///
/// Format and origin: `Tests/Golden/engine/container.py`.
struct OperatorGoldenFile {
  struct Case: Decodable {
    let name: String
    /// The operator's name in the format.
    let `operator`: String
    /// Where the file's bytes begin in the body, and how many they are.
    let model: Int
    let modelBytes: Int
    /// Where the digests begin, one for each run.
    let litert: Int
    /// Those by TFLite Micro's definition, of operators that have two.
    let micro: Int?
  }

  private struct Header: Decodable {
    let seed: UInt64
    let randomPairs: Int
    let cases: [Case]
  }

  private let header: Header
  private let body: ArraySlice<UInt8>

  init() throws {
    let url = SharedData.repository.appending(path: "Tests/Golden/engine/operators.golden")
    let bytes = [UInt8](try Data(contentsOf: url))
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    header = try JSONDecoder().decode(Header.self, from: Data(bytes[8..<8 + length]))
    body = bytes[(8 + length)...]
  }

  var cases: [Case] { header.cases }
  var seed: UInt64 { header.seed }
  var patterns: [InputPattern] { InputPattern.sequence(randomPairs: header.randomPairs) }

  func model(of golden: Case) -> [UInt8] {
    Array(body.dropFirst(golden.model).prefix(golden.modelBytes))
  }

  /// The digest of a run's output, in hexadecimal as ``sha256(_:)`` writes it.
  func digest(at start: Int, run: Int) -> String {
    hexadecimal(body.dropFirst(start + 32 * run).prefix(32))
  }
}

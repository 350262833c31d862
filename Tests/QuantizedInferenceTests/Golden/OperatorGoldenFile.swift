import Foundation
import ModelWriting
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
    /// Of the float32 path: where the output's values begin that stand in the digests' place.
    let values: Int?
    let valueCount: Int?
  }

  private struct Header: Decodable {
    let seed: UInt64
    let randomPairs: Int
    let valuesRun: Int?
    let cases: [Case]
  }

  private let header: Header
  private let body: ArraySlice<UInt8>

  /// - Parameter folder: `engine`, or `float` for what LiteRT makes of the same models in float32.
  init(_ folder: String = "engine") throws {
    let url = SharedData.repository.appending(path: "Tests/Golden/\(folder)/operators.golden")
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

  /// The run whose output stands in the place of digests.
  var valuesRun: Int { header.valuesRun ?? 0 }

  /// The output of that run.
  func values(of golden: Case) -> [Float]? {
    guard let start = golden.values, let count = golden.valueCount else { return nil }
    let bytes = Array(body.dropFirst(start).prefix(4 * count))
    return stride(from: 0, to: bytes.count, by: 4).map { place in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) })
    }
  }

  /// The digest of a run's output, in hexadecimal as ``sha256(_:)`` writes it.
  func digest(at start: Int, run: Int) -> String {
    hexadecimal(body.dropFirst(start + 32 * run).prefix(32))
  }
}

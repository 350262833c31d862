import Foundation
import TestSupport

/// The first outputs of each network in float32, as LiteRT's reference kernels give them.
///
/// Made by `Tests/Golden/float/make.py` of the files in `shared/models`.
struct FloatReference: Decodable {
  struct Network: Decodable {
    let name: String
    /// Whether SOFTMAX or LOGISTIC is in it, of which the last bit is the C library's.
    let exponentials: Bool
    /// For each input pattern and output the bit patterns of the first sixteen values.
    let runs: [[[UInt32]]]
  }

  let seed: UInt64
  let models: [Network]

  init() throws {
    let url = SharedData.repository.appending(path: "Tests/Golden/float/models.json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }

  func network(_ name: String) -> Network? { models.first { $0.name == name } }
}

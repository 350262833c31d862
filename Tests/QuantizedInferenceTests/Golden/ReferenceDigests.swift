import Foundation

/// What LiteRT's reference kernels made of a model: the digest of every operator's output, for each
/// of the inputs that ``InputPattern`` makes.
struct ReferenceDigests: Decodable {
  struct Operator: Decodable {
    let op: String
    let tensor: Int
  }

  struct Run: Decodable {
    /// Number and name of the pattern, as in `03-ramp`.
    let input: String
    let inputSHA256: [String]
    /// In the order of `operators`.
    let tensors: [String]

    enum CodingKeys: String, CodingKey {
      case input, tensors
      case inputSHA256 = "input_sha256"
    }
  }

  let seed: UInt64
  let operators: [Operator]
  let runs: [Run]

  init(contentsOf url: URL) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }
}

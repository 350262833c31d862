import Foundation
import TestSupport

/// What Pillow, numpy and LiteRT made of the pictures in `Tests/Golden/images`, by `images.py`.
struct GoldenImages: Decodable {
  struct Decoded: Decodable {
    var file: String
    var width: Int
    var height: Int
    var sha256: String
  }
  struct Resized: Decodable {
    var file: String
    var filter: String
    var width: Int
    var height: Int
    var sha256: String
  }
  struct Prepared: Decodable {
    var file: String
    var side: Int
    var sha256: String
  }
  struct Answer: Decodable {
    var network: String
    var file: String
    var best: [Int]
    var outputs: [Int]
  }
  /// Boxes as score, left, top, right and bottom, by what weighs in the mean.
  typealias Boxes = [String: [[Double]]]
  struct Detection: Decodable {
    var first: Boxes
    var second: Boxes
    var photograph: Boxes
    /// The SHA-256 of the photograph at 160x128.
    var resized: String
    /// For each class of `coco-val128`, in the order of its images, 1 where a person is seen.
    var seen: [String: String]

    enum CodingKeys: String, CodingKey {
      case first = "made-up 1"
      case second = "made-up 2"
      case photograph = "person_det.jpg"
      case resized
      case seen = "coco-val128"
    }
  }

  var decoding: [Decoded]
  var resizes: [Resized]
  var imagenet: [Prepared]
  var answers: [Answer]
  /// The folders' names.
  var classes: [String]
  var detection: Detection

  static let folder = SharedData.repository.appending(path: "Tests/Golden/images")

  static func path(_ name: String) -> String { folder.appending(path: name).path }

  static func load() throws -> GoldenImages {
    try JSONDecoder().decode(
      GoldenImages.self, from: Data(contentsOf: folder.appending(path: "images.json")))
  }
}

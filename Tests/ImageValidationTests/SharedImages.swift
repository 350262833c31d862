import Foundation
import TestSupport

/// The reference images and what Pillow and LiteRT made of them, in `shared/vww`.
enum SharedImages {
  static let sets = ["coco-val128", "vww-s96", "vww-minival-part"]
  static let networks = ["mcunet-vww0", "mcunet-vww1", "mcunet-vww2"]

  static func path(_ name: String) -> String { SharedData.url("vww/" + name).path }

  /// The rows of a table in `expected`, each by the names of its columns.
  static func expected(_ name: String) throws -> [[String: String]] {
    let text = try String(contentsOf: SharedData.url("vww/expected/\(name).csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let head = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(head, $0)) }
  }
}

import Foundation
import TestSupport

/// A small net with the parts of MCUNet that travels in the repository; random weights.
///
/// Made by `Tests/Golden/engine/tiny_mcunet.py`.
enum TinyModel {
  private static let folder = SharedData.repository.appending(path: "Tests/Golden/engine")

  static let path = folder.appending(path: "tiny-mcunet.tflite").path

  static func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

  static func digests() throws -> ReferenceDigests {
    try ReferenceDigests(contentsOf: folder.appending(path: "tiny-mcunet.json"))
  }
}

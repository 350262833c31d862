import Foundation
import TestSupport

extension TemporaryFolder {
  /// A FLAC file of 21 s, of whose sound the bytes from one on are damaged, as by a worn card.
  func damagedRecording(from byte: Int) throws -> String {
    let original = SharedData.repository.appending(path: "Recordings/20250608_043000.flac")
    var bytes = try [UInt8](Data(contentsOf: original))
    for index in byte..<byte + 30_000 { bytes[index] ^= 0x5A }
    let path = path("damaged.flac")
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }
}

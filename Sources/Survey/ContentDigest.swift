import Crypto
import Foundation

/// SHA-256 of a recording's bytes: what makes it the same recording wherever it lies.
enum ContentDigest {
  private static let blockLength = 1 << 20

  /// - Returns: 64 hexadecimal digits; `nil` if told to stop.
  /// - Throws: ``SurveyError/unreadable(path:reason:)``
  static func sha256(ofFile path: String, stop: () -> Bool) throws(SurveyError) -> String? {
    do {
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? file.close() }
      var hash = SHA256()
      while let block = try file.read(upToCount: blockLength), !block.isEmpty {
        if stop() { return nil }
        hash.update(data: block)
      }
      return hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        .joined()
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
  }
}

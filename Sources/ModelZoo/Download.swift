import ContentDigest
public import Foundation
import FoundationNetworking
import SystemFiles

/// A file from a web server: whole, checked, or not there at all.
///
/// What has come is kept beside the file as `NAME.part`, with the server's mark of its version in
/// `NAME.part.version`. A connection that breaks is taken up again where it broke, in this run or a later
/// one, as long as the server still has the same version (RFC 9110, `If-Range`).
public struct Download: Sendable {
  /// What was done.
  public struct Result: Sendable, Equatable {
    /// Of the whole file, whenever it came.
    public let byteCount: Int
    /// SHA-256 of the file.
    public let digest: String
    /// Whether the digest is the one that was expected; false where none was.
    public let isVerified: Bool
    /// False if the file was there already.
    public let isNew: Bool
  }

  let address: URL
  let expected: String?
  let limit: Int
  /// Seconds without a byte after which a connection counts as broken.
  let patience: Double
  /// Seconds before each new try.
  let pauses: [Double]

  /// - Parameters:
  ///   - expected: The file's SHA-256, if it is known.
  ///   - limit: The most bytes to take.
  public init(
    _ address: URL, expecting expected: String?, limit: Int = 1 << 28, patience: Double = 30,
    pauses: [Double] = [1, 2, 4]
  ) {
    self.address = address
    self.expected = expected
    self.limit = limit
    self.patience = patience
    self.pauses = pauses
  }

  /// - Parameters:
  ///   - path: Where the file goes. One that is there already is never replaced: it is the result, or, if
  ///     it has not the expected digest, ``DownloadError/inTheWay(path:expected:found:)``.
  ///   - progress: Gets the bytes that are there and all that will be, if the server says.
  public func run(
    to path: String, progress: @escaping @Sendable (_ received: Int, _ total: Int?) -> Void
  ) throws(DownloadError) -> Result {
    if FileManager.default.fileExists(atPath: path) { return try present(path) }
    let part = try PartialFile(path + ".part", address: address.absoluteString)
    defer {
      // Nothing is left of a download that has not begun.
      if part.byteCount == 0 { part.remove() }
      part.close()
    }
    var tries = pauses[...]
    while true {
      let before = part.byteCount
      switch receive(into: part, progress: progress) {
      case .complete:
        return try finish(part, path)
      case .failed(let error):
        throw error
      case .broken(let reason):
        // As long as it goes forward, it goes on.
        if part.byteCount > before { tries = pauses[...] }
        guard let pause = tries.popFirst() else {
          throw .unreachable(
            address: address.absoluteString, reason: reason, kept: part.byteCount)
        }
        Thread.sleep(forTimeInterval: pause)
      }
    }
  }

  private func receive(
    into part: PartialFile, progress: @escaping @Sendable (Int, Int?) -> Void
  ) -> Reception.Outcome {
    var request = URLRequest(url: address, timeoutInterval: patience)
    request.cachePolicy = .reloadIgnoringLocalCacheData
    // A body that is packed on the way has other positions than the file.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if part.byteCount > 0, let version = part.version {
      request.setValue("bytes=\(part.byteCount)-", forHTTPHeaderField: "Range")
      request.setValue(version, forHTTPHeaderField: "If-Range")
    }
    return Reception(part, limit: limit, progress: progress).run(request)
  }

  private func finish(_ part: PartialFile, _ path: String) throws(DownloadError) -> Result {
    let digest: String
    do {
      digest = try SHA256.hexadecimal(ofFile: part.path) ?? ""
    } catch {
      throw .unwritable(path: part.path, reason: error.systemReason)
    }
    if let expected, digest != expected {
      part.remove()
      throw .wrongDigest(address: address.absoluteString, expected: expected, found: digest)
    }
    let byteCount = part.byteCount
    try part.rename(to: path)
    return Result(
      byteCount: byteCount, digest: digest, isVerified: expected != nil, isNew: true)
  }

  private func present(_ path: String) throws(DownloadError) -> Result {
    let (digest, size): (String, Int)
    do {
      digest = try SHA256.hexadecimal(ofFile: path) ?? ""
      size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    } catch {
      throw .unwritable(path: path, reason: error.systemReason)
    }
    if let expected, digest != expected {
      throw .inTheWay(path: path, expected: expected, found: digest)
    }
    return Result(byteCount: size, digest: digest, isVerified: expected != nil, isNew: false)
  }
}

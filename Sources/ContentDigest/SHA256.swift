import CCrypto
public import Foundation

/// SHA-256, the digest by which recordings, model bundles and settings are known: libcrypto
/// computes it.
///
/// ```swift
/// var hash = SHA256()
/// hash.update(block)
/// let digits = hash.finish()
/// ```
///
/// Source: NIST FIPS 180-4.
@safe public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  /// A hash of nothing yet.
  public init() {
    // Both fail only where memory has run out or libcrypto was built without SHA-256.
    guard let context = unsafe EVP_MD_CTX_new(),
      unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    else { preconditionFailure("libcrypto offers no SHA-256") }
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Adds bytes to those hashed before.
  public mutating func update(_ bytes: some DataProtocol) {
    for region in bytes.regions {
      unsafe region.withUnsafeBytes { buffer in
        _ = unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
      }
    }
  }

  /// Ends the hash.
  /// - Returns: 64 lower-case hexadecimal digits.
  public consuming func finish() -> String {
    finishBytes().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// Ends the hash.
  /// - Returns: The digest's 32 bytes.
  public consuming func finishBytes() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    unsafe digest.withUnsafeMutableBufferPointer { buffer in
      _ = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
    }
    return digest
  }

  /// The digest of `bytes`: 64 lower-case hexadecimal digits.
  public static func hexadecimal(of bytes: some DataProtocol) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  /// The digest of a file, which is read in blocks of a megabyte.
  /// - Parameter stop: Asked between blocks.
  /// - Returns: 64 lower-case hexadecimal digits; `nil` if told to stop.
  /// - Throws: Foundation's error if the file cannot be read.
  public static func hexadecimal(
    ofFile path: String, stop: () -> Bool = { false }
  ) throws -> String? {
    // A pipe without a writer would hold it up for ever.
    let type = try FileManager.default.attributesOfItem(
      atPath: URL(filePath: path).resolvingSymlinksInPath().path)[.type]
    guard type as? FileAttributeType == .typeRegular else { throw POSIXError(.EINVAL) }
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    defer { try? file.close() }
    var hash = SHA256()
    while let block = try file.read(upToCount: 1 << 20), !block.isEmpty {
      if stop() { return nil }
      hash.update(block)
    }
    return hash.finish()
  }
}

import ContentDigest
import Foundation
import TestSupport
import Testing

@Suite struct SHA256Tests {
  /// Source: NIST, *Cryptographic Standards and Guidelines: Examples with Intermediate Values*.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `the published examples have their published digests`(text: String, digest: String) {
    #expect(SHA256.hexadecimal(of: Data(text.utf8)) == digest)
    var hash = SHA256()
    hash.update(Data(text.utf8))
    let bytes = hash.finishBytes()
    #expect(bytes.count == 32)
    #expect(hexadecimal(bytes) == digest)
  }

  @Test func `a file has the digest of its bytes, in whatever blocks it is read`() throws {
    let folder = try TemporaryFolder()
    var random = SplitMix64(seed: 1)
    let bytes = (0..<2_500_001).map { _ in UInt8.random(in: 0...255, using: &random) }
    try Data(bytes).write(to: folder.url.appending(path: "sound.wav"))
    let path = folder.url.appending(path: "sound.wav").path
    #expect(try SHA256.hexadecimal(ofFile: path) == SHA256.hexadecimal(of: bytes))
  }

  @Test func `a file that is told to stop has no digest, and one that is missing throws`() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "sound.wav").path
    #expect(throws: (any Error).self) { try SHA256.hexadecimal(ofFile: path) }
    try Data([1]).write(to: URL(filePath: path))
    #expect(try SHA256.hexadecimal(ofFile: path, stop: { true }) == nil)
  }
}

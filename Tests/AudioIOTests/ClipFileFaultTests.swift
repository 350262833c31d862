import Foundation
import TestSupport
import Testing

@testable import AudioIO

/// Disks that are full, broken or occupied.
@Suite struct ClipFileFaultTests {
  private let folder: TemporaryFolder
  private let samples: [Int16]
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    var random = SplitMix64(seed: 1)
    samples = (0..<20_000).map { _ in .random(in: .min ... .max, using: &random) }
    path = folder.path("clip.flac")
  }

  private func write(_ calls: DiskCalls = .system, to path: String? = nil) -> AudioError? {
    do throws(AudioError) {
      _ = try ClipFile.write(
        .integer16(samples), sampleRate: 48_000, metadata: GuanoText(), to: path ?? self.path,
        calls: calls)
      return nil
    } catch { return error }
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
  }

  /// A disk that takes so many bytes and no more, the last of them in part.
  private func disk(ofBytes limit: Int64, code: Int32 = ENOSPC) -> DiskCalls {
    var calls = DiskCalls()
    unsafe calls.write = { descriptor, bytes, offset in
      let fit = Int(min(limit - offset, Int64(bytes.count)))
      guard fit > 0 else {
        errno = code
        return -1
      }
      return unsafe pwrite(descriptor, bytes.baseAddress, fit, off_t(offset))
    }
    return calls
  }

  @Test(arguments: [0, 1, 41, 42, 43, 100, 300, 5_000, 39_000])
  func `a disk that is full at any byte leaves nothing behind`(limit: Int64) throws {
    #expect(write(disk(ofBytes: limit)) == .diskFull(path: path))
    #expect(try names() == [])
    #expect(write() == nil)
    #expect(try names() == ["clip.flac"])
  }

  @Test func `other errors are told by their reason`() throws {
    let expected = AudioError.notWritten(path: path, reason: "input/output error")
    #expect(write(disk(ofBytes: 300, code: EIO)) == expected)
    var calls = DiskCalls()
    calls.sync = { _ in
      errno = EIO
      return -1
    }
    #expect(write(calls) == expected)
    calls = DiskCalls()
    calls.rename = { _, _ in
      errno = EIO
      return -1
    }
    #expect(write(calls) == expected)
    #expect(try names() == [])
  }

  @Test func `a disk that is full only when it shall keep what it took`() throws {
    var calls = DiskCalls()
    calls.sync = { _ in
      errno = EDQUOT
      return -1
    }
    #expect(write(calls) == .diskFull(path: path))
    #expect(try names() == [])
  }

  @Test func `a call that was interrupted is made again, and one that wrote a part goes on`() throws
  {
    var calls = DiskCalls()
    unsafe calls.write = { descriptor, bytes, offset in
      if Int64(bytes.count) % 7 == 3 {
        errno = EINTR
        // It would come again for ever otherwise.
        return unsafe pwrite(descriptor, bytes.baseAddress, 1, off_t(offset))
      }
      return unsafe pwrite(descriptor, bytes.baseAddress, (bytes.count + 1) / 2, off_t(offset))
    }
    #expect(write(calls) == nil)
    #expect(try readAll(path).map { Int16($0 * 0x1p15) } == samples)
  }

  @Test func `what has the name already stays, be it a link that leads nowhere`() throws {
    try Data([1, 2, 3]).write(to: URL(filePath: path))
    #expect(write() == .alreadyThere(path: path))
    #expect(try Data(contentsOf: URL(filePath: path)) == Data([1, 2, 3]))
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "gone.flac")
    #expect(write() == .alreadyThere(path: path))
    #expect(try names() == ["clip.flac"])
  }

  @Test func `what a crash left of the same clip does not stand in its way`() throws {
    try Data(repeating: 7, count: 1_000_000)
      .write(to: folder.url.appending(path: ClipFile.unfinishedName(of: "clip.flac")))
    #expect(write() == nil)
    #expect(try names() == ["clip.flac"])
  }

  @Test func `no folder, and a folder that may not be written`() throws {
    let lost = folder.path("gone/clip.flac")
    #expect(write(to: lost) == .notWritten(path: lost, reason: "no such file or directory"))
    #expect(unsafe chmod(folder.url.path, 0o555) == 0)
    defer { unsafe _ = chmod(folder.url.path, 0o755) }
    let refused = asOrdinaryUser { write() }
    #expect(refused == .notWritten(path: path, reason: "permission denied"))
  }

  @Test func `the messages`() {
    #expect(
      AudioError.diskFull(path: "a.flac").description
        == "a.flac: not written: no space is left. Free some, or keep clips on another disk.")
    #expect(
      AudioError.alreadyThere(path: "a.flac").description
        == "a.flac: not written: something of that name is there already. Move it away.")
    #expect(
      AudioError.notWritten(path: "a.flac", reason: "input/output error").description
        == "a.flac: not written: input/output error. Check the folder's permissions and its disk.")
  }
}

import AudioIO
import Foundation
import TestSupport
import Testing

/// What is no recording, and what it is called.
@Suite struct BadInputTests {
  private func error(_ path: String) -> AudioError? {
    do throws(AudioError) {
      _ = try SoundFile(path: path)
      return nil
    } catch { return error }
  }

  @Test func `an empty file`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([], as: "empty.wav")
    #expect(error(path) == .empty(path: path))
  }

  @Test func `a folder, a pipe and a socket named .wav`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("folder.wav")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(error(path) == .notAFile(path: path, kind: "a folder"))
    let pipe = folder.path("pipe.wav")
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    #expect(error(pipe) == .notAFile(path: pipe, kind: "a pipe"))
    #expect(error("/dev/null") == .notAFile(path: "/dev/null", kind: "a device"))
  }

  @Test func `symbolic links in a circle, and into nothing`() throws {
    let folder = try TemporaryFolder()
    let (a, b, c) = (folder.path("a.wav"), folder.path("b.wav"), folder.path("c.wav"))
    try FileManager.default.createSymbolicLink(atPath: a, withDestinationPath: b)
    try FileManager.default.createSymbolicLink(atPath: b, withDestinationPath: a)
    try FileManager.default.createSymbolicLink(atPath: c, withDestinationPath: "gone.wav")
    #expect(error(a) == .unreadable(path: a, reason: "its symbolic links lead in a circle"))
    #expect(error(c) == .missing(path: c))
    #expect(error(c + "/inside.wav") == .missing(path: c + "/inside.wav"))
  }

  @Test func `a file that may not be read`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(RiffBytes.wave(), as: "locked.wav")
    #expect(unsafe chmod(path, 0) == 0)
    // Permissions do not hold for the superuser.
    let expected: AudioError? =
      getuid() == 0 ? nil : .unreadable(path: path, reason: "permission denied")
    #expect(error(path) == expected)
  }

  @Test func `text and other bytes named .wav`() throws {
    let folder = try TemporaryFolder()
    var random = SplitMix64(seed: 3)
    let noise = (0..<30_000).map { _ in UInt8.random(in: 0...127, using: &random) }
    for bytes in [
      Array("this file has a name and holds text\n".utf8), noise, [0x52], [0xFF, 0xFB],
    ] {
      let path = try folder.write(bytes, as: "text.wav")
      guard case .notSound(path, _) = error(path) else {
        Issue.record("\(bytes.prefix(8)): \(String(describing: error(path)))")
        continue
      }
    }
  }

  @Test func `a file of zero bytes, as recorders without power leave it`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([UInt8](repeating: 0, count: 131_072), as: "null.wav")
    #expect(
      error(path) == .notSound(path: path, reason: "it begins with 4096 zero bytes"))
  }

  @Test func `a header without sound, whatever it promises`() throws {
    let folder = try TemporaryFolder()
    for (size, content) in [(0, []), (9600, []), (0xFFFF_FFFF, []), (9600, [1])] as [(Int, [UInt8])]
    {
      var riff = RiffBytes()
      riff.addFormat()
      riff.add("data", content, size: size, padded: false)
      riff.close(size: UInt32(truncatingIfNeeded: size + 36))
      // A Frontier Labs stub is a RIFF header under the name of a FLAC file.
      for name in ["stub.wav", "20181101_060000_REC [-27.3866 152.8761].flac"] {
        let path = try folder.write(riff.bytes, as: name)
        #expect(error(path) == .noFrames(path: path), "\(size) \(content)")
      }
    }
    let whole = try [UInt8](
      Data(contentsOf: URL(filePath: TestFormat.flac.write([0.1, 0.2, 0.3], in: folder))))
    let firstFrame = try #require(whole.indices.first { whole[$0] == 0xFF && $0 > 41 })
    let path = try folder.write(Array(whole[..<firstFrame]), as: "stub.flac")
    #expect(error(path) == .noFrames(path: path))
  }

  @Test func `a RIFF header that breaks off, at every byte`() throws {
    let folder = try TemporaryFolder()
    let whole = RiffBytes.wave(before: [("LIST", RiffBytes.info([("ICMT", "hello")]))])
    for count in 1..<(whole.count - 959) {
      let path = try folder.write(Array(whole.prefix(count)))
      #expect(error(path) != nil, "\(count) bytes")
    }
    #expect(error(try folder.write(Array(whole.prefix(whole.count - 958)))) == nil)
  }

  @Test func `a format that divides by zero or asks for the impossible`() throws {
    let folder = try TemporaryFolder()
    let formats: [(channels: UInt16, rate: UInt32, bits: UInt16)] = [
      (0, 48_000, 16), (1, 0, 16), (1, 48_000, 0), (1, .max, 16), (.max, 48_000, 16),
      (1, 48_000, 48),
    ]
    for format in formats {
      for size in [0, 960] {
        var riff = RiffBytes()
        let align = UInt16(truncatingIfNeeded: Int(format.channels) * Int(format.bits) / 8)
        riff.add(
          "fmt ",
          RiffBytes.littleEndian(1 as UInt16) + RiffBytes.littleEndian(format.channels)
            + RiffBytes.littleEndian(format.rate) + [0, 0, 0, 0]
            + RiffBytes.littleEndian(align) + RiffBytes.littleEndian(format.bits))
        riff.add("data", [UInt8](repeating: 1, count: 960), size: size)
        riff.close()
        let path = try folder.write(riff.bytes)
        #expect(error(path) != nil, "\(format) \(size)")
      }
    }
  }

  @Test(arguments: [(7999, 1), (4000, 1), (384_001, 1), (48_000, 17)])
  func `rates and channels out of range`(rate: Int, channels: Int) throws {
    let folder = try TemporaryFolder()
    let path = try TestFormat.wav16.write(
      [Float](repeating: 0.1, count: 100 * channels), rate: rate, channels: channels, in: folder)
    let expected: AudioError =
      channels == 1
      ? .unsupported(
        path: path, what: "a sample rate of \(rate) Hz", supported: "a rate from 8 to 384 kHz")
      : .unsupported(path: path, what: "sound of 17 channels", supported: "1 to 16 channels")
    #expect(error(path) == expected)
  }

  @Test func `a file that shrinks while it is read`() throws {
    let folder = try TemporaryFolder()
    for format in [TestFormat.wav16, .flac] {
      let path = try format.write(testTones(frames: 400_000, rate: 48_000), in: folder)
      var file = try SoundFile(path: path)
      let first = try readFrames(&file, limit: 1000)
      #expect(unsafe truncate(path, 50_000) == 0)
      let rest = try readFrames(&file)
      #expect(first.count == 1000 && rest.count < 200_000)
      #expect(file.damage != nil && file.position == Int64(1000 + rest.count))
    }
  }

  @Test func `every error says what, where and what to do`() {
    let texts: [(AudioError, String)] = [
      (
        .missing(path: "a.wav"),
        "a.wav: no such file. Check the name, and that the card or disk is still attached."
      ),
      (
        .unreadable(path: "a.wav", reason: "permission denied"),
        "a.wav: cannot be read: permission denied. Check its permissions and the card or disk it "
          + "lies on."
      ),
      (
        .notAFile(path: "a.wav", kind: "a folder"),
        "a.wav: is a folder, not a sound file. Give the recording itself, or the folder without "
          + "this name."
      ),
      (
        .empty(path: "a.wav"),
        "a.wav: is empty (0 bytes). The recorder wrote nothing into it; leave it out."
      ),
      (
        .notSound(path: "a.wav", reason: "format not recognised"),
        "a.wav: is not a sound file: format not recognised. Leave it out."
      ),
      (
        .noFrames(path: "a.wav"),
        "a.wav: holds a header and no sound (0 frames). The recorder wrote nothing into it; leave "
          + "it out."
      ),
      (
        .unsupported(
          path: "a.wav", what: "a sample rate of 4000 Hz", supported: "a rate from 8 to 384 kHz"),
        "a.wav: a sample rate of 4000 Hz is not supported. Convert it to a rate from 8 to 384 kHz."
      ),
      (
        .noSuchChannel(path: "a.wav", channel: 1, channels: 1),
        "a.wav: has no channel 2, counted from 1: it has 1. Choose one of them, each, or the mix."
      ),
      (
        .cannotResample(from: 0, to: 48_000, reason: "a rate must be above 0"),
        "Sound at 0 Hz cannot be resampled to 48000 Hz: a rate must be above 0. Give two whole "
          + "rates above 0."
      ),
    ]
    for (error, text) in texts { #expect(error.description == text) }
  }
}

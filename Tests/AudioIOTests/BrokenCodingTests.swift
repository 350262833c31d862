import AudioIO
import Foundation
import TestSupport
import Testing

/// Compressed files that are cut, damaged, or wrong about their length.
@Suite struct BrokenCodingTests {
  private struct Made {
    let folder: TemporaryFolder
    let bytes: [UInt8]
    let samples: [Float]
  }

  private func make(_ format: TestFormat, frames: Int = 200_000) throws -> Made {
    let folder = try TemporaryFolder()
    let path = try format.write(testTones(frames: frames, rate: 48_000), in: folder)
    return Made(
      folder: folder, bytes: try [UInt8](Data(contentsOf: URL(filePath: path))),
      samples: try readAll(path))
  }

  /// Sets the number of samples that the header of a FLAC file gives, 36 bits.
  private func flac(_ bytes: [UInt8], frames: UInt64) -> [UInt8] {
    var bytes = bytes
    bytes[21] = bytes[21] & 0xF0 | UInt8(frames >> 32)
    for k in 0..<4 { bytes[22 + k] = UInt8(truncatingIfNeeded: frames >> (24 - 8 * UInt64(k))) }
    return bytes
  }

  @Test(arguments: [0.1, 0.5, 0.999])
  func `a FLAC file that was cut off is read to its last whole frame`(share: Double) throws {
    let made = try make(.flac)
    let path = try made.folder.write(
      Array(made.bytes.prefix(Int(share * Double(made.bytes.count)))), as: "cut.flac")
    var file = try SoundFile(path: path)
    #expect(file.promisedFrames == 200_000 && file.ending == .truncated)
    #expect(abs(Double(file.frames) - share * 200_000) < 9000)
    #expect(file.lostFrames == file.frames..<200_000)
    #expect(try readFrames(&file) == Array(made.samples.prefix(Int(file.frames))))
    #expect(file.damage == nil)
    try file.seek(toFrame: file.frames - 100)
    let last = Int(file.frames)
    #expect(try readFrames(&file) == Array(made.samples[last - 100..<last]))
  }

  @Test func `a FLAC file that says twice its length loses nothing`() throws {
    let made = try make(.flac)
    let path = try made.folder.write(flac(made.bytes, frames: 400_000), as: "double.flac")
    let file = try SoundFile(path: path)
    #expect(file.frames == 200_000 && file.promisedFrames == 200_000 && file.ending == .complete)
    #expect(try readAll(path) == made.samples)
  }

  @Test func `a FLAC file that says too long a length otherwise is cut off`() throws {
    let made = try make(.flac)
    let path = try made.folder.write(flac(made.bytes, frames: 500_000), as: "long.flac")
    let file = try SoundFile(path: path)
    #expect(file.frames == 200_000 && file.promisedFrames == 500_000 && file.ending == .truncated)
  }

  @Test func `a FLAC file that does not say its length is read to the end`() throws {
    for share in [1.0, 0.6] {
      let made = try make(.flac)
      let bytes = flac(made.bytes, frames: 0).prefix(Int(share * Double(made.bytes.count)))
      let path = try made.folder.write(Array(bytes), as: "unfinished.flac")
      var file = try SoundFile(path: path)
      #expect(file.promisedFrames == nil && file.ending == .complete)
      #expect(abs(Double(file.frames) - share * 200_000) < 9000)
      if share == 1 { #expect(file.frames == 200_000) }
      #expect(try readFrames(&file) == Array(made.samples.prefix(Int(file.frames))))
    }
  }

  @Test func `damage in a FLAC file ends a read, and beyond it there is sound again`() throws {
    let made = try make(.flac)
    var bytes = made.bytes
    for index in bytes.count / 2..<bytes.count / 2 + 9000 { bytes[index] ^= 0x5A }
    let path = try made.folder.write(bytes, as: "damaged.flac")
    var file = try SoundFile(path: path)
    #expect(file.frames == 200_000 && file.ending == .complete)
    let read = try readFrames(&file)
    #expect(read.count > 80_000 && read.count < 101_000 && file.damage != nil)
    #expect(read == Array(made.samples.prefix(read.count)))
    #expect(file.position == Int64(read.count))
    try file.seek(toFrame: 150_000)
    #expect(file.damage == nil)
    #expect(try readFrames(&file) == Array(made.samples[150_000...]))
    try file.seek(toFrame: 1000)
    #expect(try readFrames(&file, limit: 500) == Array(made.samples[1000..<1500]))
  }

  @Test(arguments: [TestFormat.vorbis, .opus], [0.3, 0.7, 0.99])
  func `an Ogg file that was cut off is read to its last whole page`(
    format: TestFormat, share: Double
  ) throws {
    let made = try make(format)
    let path = try made.folder.write(
      Array(made.bytes.prefix(Int(share * Double(made.bytes.count)))), as: "cut.ogg")
    var file = try SoundFile(path: path)
    #expect(file.promisedFrames == nil && file.ending == .truncated && file.lostFrames == nil)
    #expect(abs(Double(file.frames) - share * 200_000) < 60_000)
    let read = try readFrames(&file)
    #expect(read.count == Int(file.frames) && file.damage == nil)
    #expect(read == Array(made.samples.prefix(read.count)))
  }

  @Test(arguments: [TestFormat.vorbis, .opus])
  func `after a damaged page of an Ogg file nothing is read in a wrong place`(
    format: TestFormat
  ) throws {
    let made = try make(format)
    var bytes = made.bytes
    bytes[bytes.count / 2] ^= 0x01
    let path = try made.folder.write(bytes, as: "damaged.ogg")
    var file = try SoundFile(path: path)
    #expect(file.frames < 110_000 && file.frames > 20_000)
    #expect(file.promisedFrames == 200_000 && file.lostFrames == file.frames..<200_000)
    #expect(file.ending == .undecodable(reason: "a page of the Ogg stream is damaged"))
    let read = try readFrames(&file)
    #expect(read.count == Int(file.frames))
    #expect(read == Array(made.samples.prefix(read.count)))
  }

  @Test func `garbage after an Ogg stream does not matter`() throws {
    let made = try make(.vorbis)
    var random = SplitMix64(seed: 5)
    let garbage = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let path = try made.folder.write(made.bytes + garbage, as: "garbage.ogg")
    let file = try SoundFile(path: path)
    #expect(file.frames == 200_000)
    #expect(try readAll(path) == made.samples)
  }

  @Test func `an MP3 file that was cut off is read up to there`() throws {
    let made = try make(.mp3)
    let path = try made.folder.write(Array(made.bytes.prefix(made.bytes.count / 2)), as: "cut.mp3")
    var file = try SoundFile(path: path)
    #expect(file.promisedFrames == 200_000 && file.ending == .truncated)
    #expect(abs(Double(file.frames) - 100_000) < 5000)
    let read = try readFrames(&file)
    #expect(read.count == Int(file.frames) && file.damage == nil)
    #expect(read == Array(made.samples.prefix(read.count)))
  }

  @Test func `an MP3 file with a tag behind it is whole`() throws {
    let made = try make(.mp3)
    let tag = Array("TAG".utf8) + [UInt8](repeating: 0x20, count: 125)
    let path = try made.folder.write(made.bytes + tag, as: "tagged.mp3")
    let file = try SoundFile(path: path)
    #expect(file.frames == 200_000 && file.ending == .complete)
  }
}

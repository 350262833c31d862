import AudioIO
import Foundation
import TestSupport
import Testing

/// Headers whose sizes are not those of the file.
@Suite struct LyingHeaderTests {
  private let samples = (0..<4800).map { Int16(truncatingIfNeeded: $0 * 7919) }

  private var floats: [Float] { samples.map { Float($0) / 32_768 } }

  /// A mono 16-bit file whose `data` and RIFF headers claim the sizes given.
  private func wave(dataSize: Int?, riffSize: UInt32?, after: [UInt8] = []) -> [UInt8] {
    var riff = RiffBytes()
    riff.addFormat()
    riff.add("data", RiffBytes.pcm(samples), size: dataSize)
    riff.bytes += after
    riff.close(size: riffSize)
    return riff.bytes
  }

  @Test(arguments: [
    (0, UInt32(36)), (0, 0), (44, 80), (0xFFFF_FFFF, 0xFFFF_FFFF), (0x8000_0000, 0x8000_0024),
    (0x7FFF_F000, 0x7FFF_F024), (0xFFFF_FFDB, 0xFFFF_FFFF), (0, 9636),
  ])
  func `a header that was never finished hides no sound and promises none`(
    dataSize: Int, riffSize: UInt32
  ) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(wave(dataSize: dataSize, riffSize: riffSize))
    var file = try SoundFile(path: path)
    #expect(file.frames == 4800 && file.promisedFrames == nil)
    #expect(file.ending == .complete && file.lostFrames == nil)
    #expect(file.format.description == "WAV, 16-bit" && file.sampleRate == 48_000)
    #expect(try readFrames(&file) == floats)
    try file.seek(toFrame: 1234)
    #expect(try readFrames(&file, limit: 50) == Array(floats[1234..<1284]))
  }

  @Test(arguments: [9602, 20_000, 0x6000_0000])
  func `a recording that was cut off is read up to there, and the rest is known to be lost`(
    dataSize: Int
  ) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(wave(dataSize: dataSize, riffSize: UInt32(dataSize + 36)))
    var file = try SoundFile(path: path)
    #expect(file.frames == 4800 && file.promisedFrames == Int64(dataSize / 2))
    #expect(file.ending == .truncated && file.lostFrames == 4800..<Int64(dataSize / 2))
    #expect(try readFrames(&file) == floats && file.damage == nil)
  }

  @Test func `a data size that counts the header in loses nothing`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(wave(dataSize: 9644, riffSize: 9644))
    let file = try SoundFile(path: path)
    #expect(file.frames == 4800 && file.ending == .complete && file.lostFrames == nil)
  }

  @Test func `an odd byte at the end is no frame`() throws {
    let folder = try TemporaryFolder()
    for after: [UInt8] in [[1], [1, 2, 3]] {
      for size in [0, 9600 + after.count, 9600 + 500] {
        let path = try folder.write(wave(dataSize: size, riffSize: 36, after: after))
        #expect(try readAll(path).count == 4800 + after.count / 2, "\(after) \(size)")
      }
    }
  }

  @Test func `what follows the sound is not read as sound`() throws {
    let folder = try TemporaryFolder()
    var chunk = RiffBytes()
    chunk.bytes = []
    chunk.add("guan", Array("GUANO|Version: 1.0\n".utf8))
    let garbage = [UInt8](repeating: 0xE5, count: 700)
    for after in [chunk.bytes, garbage, chunk.bytes + garbage] {
      let path = try folder.write(wave(dataSize: nil, riffSize: nil, after: after))
      #expect(try readAll(path) == floats)
    }
  }

  @Test func `a float file with an unfinished header is read as floats`() throws {
    let folder = try TemporaryFolder()
    for (tag, bits) in [(3, 32), (3, 64), (0xFFFE, 24)] as [(UInt16, UInt16)] {
      var riff = RiffBytes()
      let rate: UInt32 = 44_100
      let align = 2 * bits / 8
      var format =
        RiffBytes.littleEndian(tag) + RiffBytes.littleEndian(2 as UInt16)
        + RiffBytes.littleEndian(rate) + RiffBytes.littleEndian(rate * UInt32(align))
        + RiffBytes.littleEndian(align) + RiffBytes.littleEndian(bits)
      if tag == 0xFFFE {
        // The rest of WAVEFORMATEXTENSIBLE: size, valid bits, speakers, PCM's GUID.
        format += [22, 0, 24, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0x10, 0]
        format += [0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
      }
      riff.add("fmt ", format)
      let sound: [UInt8] = (0..<300).flatMap { index -> [UInt8] in
        let value = Float(index) / 1024
        return switch bits {
        case 32: RiffBytes.littleEndian(value.bitPattern)
        case 64: RiffBytes.littleEndian(Double(value).bitPattern)
        default: Array(RiffBytes.littleEndian(UInt32(index) << 13).prefix(3))
        }
      }
      riff.add("data", sound, size: 0)
      riff.close(size: 36)
      let path = try folder.write(riff.bytes)
      #expect(try SoundFile(path: path).frames == 150)
      #expect(try readAll(path) == (0..<300).map { Float($0) / 1024 }, "\(tag) \(bits)")
    }
  }

  @Test func `a recording of more than 4 GiB whose size wrapped is whole`() throws {
    let folder = try TemporaryFolder()
    var riff = RiffBytes()
    riff.addFormat()
    let bytes = (1 << 32) + 96_000
    riff.add("data", [], size: 96_000)
    riff.close(size: UInt32(96_036))
    // A sparse file: zeros that take no room, and one sound near the end.
    let path = try folder.write(riff.bytes)
    let handle = try FileHandle(forUpdating: URL(filePath: path))
    try handle.truncate(atOffset: UInt64(44 + bytes))
    try handle.seek(toOffset: UInt64(44 + bytes - 9600))
    try handle.write(contentsOf: Data(RiffBytes.pcm(samples)))
    try handle.close()
    var file = try SoundFile(path: path)
    #expect(file.frames == Int64(bytes / 2) && file.ending == .complete)
    try file.seek(toFrame: file.frames - 4800)
    #expect(try readFrames(&file) == floats)
  }

  @Test(arguments: ["RF64", "BW64"])
  func `sizes of 64 bits are believed as far as the file goes`(form: String) throws {
    let folder = try TemporaryFolder()
    for (size, promised) in [(9600, 4800), (0, nil), (19_200, 9600)] as [(UInt64, Int64?)] {
      var riff = RiffBytes()
      riff.bytes.replaceSubrange(0..<4, with: Array(form.utf8))
      riff.add(
        "ds64",
        RiffBytes.littleEndian(size + 72) + RiffBytes.littleEndian(size)
          + RiffBytes.littleEndian(size / 2) + [0, 0, 0, 0])
      riff.addFormat()
      riff.add("data", RiffBytes.pcm(samples), size: 0xFFFF_FFFF)
      riff.close(size: .max)
      let path = try folder.write(riff.bytes)
      let file = try SoundFile(path: path)
      #expect(file.frames == 4800 && file.promisedFrames == promised)
      #expect(file.ending == (promised == 9600 ? .truncated : .complete))
      #expect(file.format.container == .rf64)
      #expect(try readAll(path) == floats)
    }
  }

  @Test(arguments: [TestFormat.wav16, TestFormat.lossless[9], TestFormat.lossless[10]])
  func `other containers that were cut off are read up to there`(format: TestFormat) throws {
    let folder = try TemporaryFolder()
    let path = try format.write(testTones(frames: 10_000, rate: 48_000), in: folder)
    let whole = try readAll(path)
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    let cut = try folder.write(Array(bytes.prefix(bytes.count / 2)), as: "cut")
    let file = try SoundFile(path: cut)
    #expect(file.frames < 5000 && file.frames > 4900 && file.promisedFrames == 10_000)
    #expect(file.ending == .truncated && file.lostFrames == file.frames..<10_000)
    #expect(try readAll(cut) == Array(whole.prefix(Int(file.frames))))
  }
}

import AudioIO
import TestSupport
import Testing

@Suite struct SeekTests {
  /// Seeks to random places and to the edges, and compares what follows with a sequential read.
  private func check(_ path: String, places: Int, seed: UInt64) throws {
    let whole = try readAll(path)
    var file = try SoundFile(path: path)
    let channels = file.channels
    var random = SplitMix64(seed: seed)
    let frames = Int(file.frames)
    var targets = [0, 1, frames - 1, 0, frames, frames / 2, frames / 2 + 3000, frames / 2 + 10]
    targets += (0..<places).map { _ in Int.random(in: 0...frames, using: &random) }
    for target in targets {
      try file.seek(toFrame: Int64(target))
      #expect(file.position == Int64(target))
      let length = Int.random(in: 1...3000, using: &random)
      let read = try readFrames(
        &file, limit: length, block: Int.random(in: 2...2000, using: &random))
      let end = min(target + length, frames)
      #expect(
        read.elementsEqual(whole[target * channels..<end * channels]),
        "from \(target), \(length) frames, seed \(seed)")
    }
  }

  @Test(arguments: TestFormat.lossless)
  func `seeking finds the very samples of a sequential read`(format: TestFormat) throws {
    let folder = try TemporaryFolder()
    let samples = testTones(frames: 50_021, rate: 48_000, channels: 2)
    try check(try format.write(samples, channels: 2, in: folder), places: 60, seed: 11)
  }

  @Test(arguments: TestFormat.lossy, [1, 2])
  func `seeking in lossy formats does too`(format: TestFormat, channels: Int) throws {
    let folder = try TemporaryFolder()
    // Longer than the history, so that some jumps begin anew.
    let samples = testTones(frames: 32 * 16_000 + 77, rate: 16_000, channels: channels)
    try check(
      try format.write(samples, rate: 16_000, channels: channels, in: folder), places: 12, seed: 12)
  }

  @Test func `beyond the end lies the end`() throws {
    let folder = try TemporaryFolder()
    for format in [TestFormat.wav16, .flac, .vorbis, .mp3] {
      let path = try format.write(testTones(frames: 9600, rate: 48_000), in: folder)
      var file = try SoundFile(path: path)
      try file.seek(toFrame: 1 << 40)
      #expect(file.position == 9600)
      #expect(try readFrames(&file).isEmpty && file.damage == nil)
    }
  }

  @Test func `separate readers of one file do not disturb each other`() throws {
    let folder = try TemporaryFolder()
    let samples = testTones(frames: 48_000, rate: 48_000)
    let path = try TestFormat.flac.write(samples, in: folder)
    let whole = try readAll(path)
    var first = try SoundFile(path: path)
    var second = try SoundFile(path: path)
    try second.seek(toFrame: 24_000)
    for step in 0..<10 {
      #expect(
        try readFrames(&first, limit: 100).elementsEqual(whole[step * 100..<step * 100 + 100]))
      let start = 24_000 + step * 100
      #expect(try readFrames(&second, limit: 100).elementsEqual(whole[start..<start + 100]))
    }
  }
}

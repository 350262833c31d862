import AudioIO
import TestSupport
import Testing

@Suite struct SoundFormatTests {
  @Test(arguments: TestFormat.lossless)
  func `lossless formats give back what was written`(format: TestFormat) throws {
    let folder = try TemporaryFolder()
    let samples = testTones(frames: 20_011, rate: 48_000, channels: 2)
    let path = try format.write(samples, channels: 2, in: folder)
    let file = try SoundFile(path: path)
    #expect(file.channels == 2 && file.sampleRate == 48_000 && file.seekIsCheap)
    #expect(file.frames == 20_011 && file.promisedFrames == 20_011)
    #expect(file.ending == .complete && file.lostFrames == nil)
    let read = try readAll(path)
    #expect(read.count == samples.count)
    #expect(largestDifference(read, samples) <= format.precision ?? 0)
  }

  @Test(arguments: TestFormat.lossy)
  func `lossy formats give as many frames, nearly alike`(format: TestFormat) throws {
    let folder = try TemporaryFolder()
    let samples = testTones(frames: 96_011, rate: 48_000)
    let path = try format.write(samples, in: folder)
    let file = try SoundFile(path: path)
    #expect(file.frames == 96_011 && file.ending == .complete && !file.seekIsCheap)
    let read = try readAll(path)
    #expect(read.count == samples.count)
    let error = zip(read, samples).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
    let power = samples.reduce(0.0) { $0 + Double($1 * $1) }
    #expect(error / power < 0.05)
  }

  @Test(arguments: [
    (TestFormat.wav16, "WAV, 16-bit"), (TestFormat.wavFloat, "WAV, 32-bit float"),
    (TestFormat.flac, "FLAC, 16-bit"), (TestFormat.vorbis, "Ogg, Vorbis"),
    (TestFormat.opus, "Ogg, Opus"), (TestFormat.mp3, "MPEG, MP3"),
  ])
  func `a format says what it is`(format: TestFormat, description: String) throws {
    let folder = try TemporaryFolder()
    let path = try format.write(testTones(frames: 4800, rate: 48_000), in: folder)
    #expect(try SoundFile(path: path).format.description == description)
  }

  @Test(arguments: [8000, 22_050, 44_100, 96_000, 250_000, 312_500, 384_000], [1, 3, 16])
  func `rates from 8 to 384 kHz and up to 16 channels are read`(rate: Int, channels: Int) throws {
    let folder = try TemporaryFolder()
    let samples = testTones(frames: 1000, rate: rate, channels: channels)
    let path = try TestFormat.wavFloat.write(samples, rate: rate, channels: channels, in: folder)
    var file = try SoundFile(path: path)
    #expect(file.sampleRate == rate && file.channels == channels)
    #expect(try readFrames(&file) == samples)
  }

  @Test(arguments: [1, 2, 3, 7, 4096, 65_536])
  func `blocks of any size give the same samples`(block: Int) throws {
    let folder = try TemporaryFolder()
    for format in [TestFormat.wav16, .flac, .vorbis, .opus, .mp3] {
      let path = try format.write(
        testTones(frames: 12_345, rate: 48_000), in: folder)
      var file = try SoundFile(path: path)
      #expect(try readFrames(&file, block: block) == readAll(path), "\(format.name)")
    }
  }

  @Test func `a block too small for one frame reads nothing and loses nothing`() throws {
    let folder = try TemporaryFolder()
    let samples = testTones(frames: 100, rate: 48_000, channels: 4)
    let path = try TestFormat.wavFloat.write(samples, channels: 4, in: folder)
    var file = try SoundFile(path: path)
    var small: [Float] = [9, 9, 9]
    var block = small.mutableSpan
    #expect(try file.read(into: &block) == 0)
    #expect(small == [9, 9, 9])
    #expect(try readFrames(&file) == samples)
  }

  @Test func `what is no number in a float file becomes 0 and is counted`() throws {
    let folder = try TemporaryFolder()
    var samples = testTones(frames: 5000, rate: 48_000)
    let odd: [Float] = [.nan, .infinity, -.infinity, .signalingNaN, 3e38, -0x1p33]
    for (index, value) in odd.enumerated() { samples[700 * index + 5] = value }
    samples[4999] = -0x1p32
    samples[4998] = 1.5
    for format in [TestFormat.wavFloat, TestFormat.lossless[5]] {
      let path = try format.write(samples, in: folder)
      var file = try SoundFile(path: path)
      let read = try readFrames(&file, block: 64)
      #expect(file.replacedSamples == odd.count)
      #expect(read.allSatisfy { $0.isFinite })
      #expect(odd.indices.allSatisfy { read[700 * $0 + 5] == 0 })
      #expect(read[4999] == -0x1p32 && read[4998] == 1.5)
    }
  }
}

import AudioIO
import CSndFile
import Foundation
import TestSupport
import Testing

/// A kind of sound file that the tests write, through libsndfile.
struct TestFormat: CustomTestStringConvertible, Sendable {
  let name: String
  let libsndfile: Int
  /// Largest difference that the encoding makes, of full scale; `nil` for lossy coding.
  let precision: Float?

  var testDescription: String { name }

  static let wav16 = TestFormat("wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 0x1p-15)
  static let wavFloat = TestFormat("float.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 0)
  static let flac = TestFormat("flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 0x1p-15)
  static let vorbis = TestFormat("vorbis.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, nil)
  static let opus = TestFormat("opus.ogg", SF_FORMAT_OGG | SF_FORMAT_OPUS, nil)
  static let mp3 = TestFormat("mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, nil)

  static let lossless = [
    TestFormat("8.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 0x1p-7), wav16,
    TestFormat("24.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 0x1p-23),
    TestFormat("32.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_32, 0x1p-24), wavFloat,
    TestFormat("double.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 0),
    TestFormat("mulaw.wav", SF_FORMAT_WAV | SF_FORMAT_ULAW, 0.03),
    TestFormat("extensible.wav", SF_FORMAT_WAVEX | SF_FORMAT_PCM_24, 0x1p-23),
    TestFormat("rf64.wav", SF_FORMAT_RF64 | SF_FORMAT_PCM_16, 0x1p-15),
    TestFormat("w64", SF_FORMAT_W64 | SF_FORMAT_PCM_24, 0x1p-23),
    TestFormat("aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 0x1p-15),
    TestFormat("float.aiff", SF_FORMAT_AIFF | SF_FORMAT_FLOAT, 0), flac,
    TestFormat("24.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 0x1p-23),
    TestFormat("caf", SF_FORMAT_CAF | SF_FORMAT_PCM_16, 0x1p-15),
  ]
  static let lossy = [vorbis, opus, mp3]

  private init(_ name: String, _ libsndfile: Int, _ precision: Float?) {
    self.name = name
    self.libsndfile = libsndfile
    self.precision = precision
  }

  /// Writes interleaved `samples` and returns the path.
  func write(
    _ samples: [Float], rate: Int = 48_000, channels: Int = 1, in folder: TemporaryFolder,
    comment: String? = nil, artist: String? = nil
  ) throws -> String {
    let path = folder.path("sound." + name)
    var info = SF_INFO()
    info.samplerate = Int32(rate)
    info.channels = Int32(channels)
    info.format = Int32(libsndfile)
    guard let handle = unsafe sf_open(path, Int32(SFM_WRITE), &info) else {
      throw WritingFailed(reason: unsafe String(cString: sf_strerror(nil)))
    }
    if let comment { unsafe sf_set_string(handle, Int32(SF_STR_COMMENT), comment) }
    if let artist { unsafe sf_set_string(handle, Int32(SF_STR_ARTIST), artist) }
    // A multiple of all channel counts: libsndfile 1.2 overruns its stack when much Vorbis is
    // written at once.
    for start in stride(from: 0, to: samples.count, by: 720_720 / 16 * channels) {
      let part = Array(samples[start..<min(start + 720_720 / 16 * channels, samples.count)])
      let count = sf_count_t(part.count / channels)
      guard unsafe sf_writef_float(handle, part, count) == count else {
        throw WritingFailed(reason: unsafe String(cString: sf_strerror(handle)))
      }
    }
    guard unsafe sf_close(handle) == 0 else { throw WritingFailed(reason: "not closed") }
    return path
  }
}

struct WritingFailed: Error {
  let reason: String
}

/// Two tones that move and some noise: no two places sound alike.
func testTones(frames: Int, rate: Int, channels: Int = 1, seed: UInt64 = 1) -> [Float] {
  var random = SplitMix64(seed: seed)
  return (0..<frames).flatMap { frame in
    let time = Double(frame) / Double(rate)
    return (0..<channels).map { channel in
      let tone = sin(2 * .pi * (400 + 90 * Double(channel) + 25 * time) * time)
      return Float(0.3 * tone + Double.random(in: -0.05...0.05, using: &random))
    }
  }
}

/// Reads frames from where `file` stands, at most `limit`, in blocks of `block` samples.
func readFrames(
  _ file: inout SoundFile, limit: Int = .max, block: Int = 65_536
) throws -> [Float] {
  var samples: [Float] = []
  var buffer = [Float](repeating: .nan, count: block)
  while samples.count / file.channels < limit {
    let wanted = min(block / file.channels, limit - samples.count / file.channels)
    var span = buffer.mutableSpan
    var part = span._mutatingExtracting(first: wanted * file.channels)
    let count = try file.read(into: &part)
    if count == 0 { break }
    samples += buffer[..<(count * file.channels)]
  }
  return samples
}

/// Opens and reads a whole file.
func readAll(_ path: String) throws -> [Float] {
  var file = try SoundFile(path: path)
  return try readFrames(&file)
}

func largestDifference(_ a: some Sequence<Float>, _ b: some Sequence<Float>) -> Float {
  zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
}

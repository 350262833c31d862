import AudioIO
import CSndFile
import Foundation

/// Sound through an MP3 encoder and back.
enum MP3Coding {
  /// Rates that MP3 has, Hz.
  static let sampleRates = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]

  /// Whether libsndfile was built with an encoder.
  static let isAvailable: Bool = {
    var info = description(sampleRate: 44_100)
    return unsafe sf_format_check(&info) == 1
  }()

  /// - Parameters:
  ///   - sound: Of one of ``sampleRates``.
  ///   - bitRate: Bits a second.
  /// - Returns: As many samples, as they are decoded.
  /// - Throws: ``DegradationError/mp3(reason:)``.
  static func roundTrip(
    _ sound: [Float], sampleRate: Int, bitRate: Int
  ) throws(DegradationError) -> [Float] {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "earshot-\(UUID().uuidString).mp3").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try encode(sound, sampleRate: sampleRate, bitRate: bitRate, to: path)
    return try decode(path, count: sound.count)
  }

  private static func description(sampleRate: Int) -> SF_INFO {
    var info = SF_INFO()
    info.samplerate = Int32(sampleRate)
    info.channels = 1
    info.format = Int32(SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III)
    return info
  }

  private static func encode(
    _ sound: [Float], sampleRate: Int, bitRate: Int, to path: String
  ) throws(DegradationError) {
    var info = description(sampleRate: sampleRate)
    guard unsafe sf_format_check(&info) == 1,
      let handle = unsafe sf_open(path, Int32(SFM_WRITE), &info)
    else { throw .mp3(reason: "libsndfile has no encoder of \(sampleRate) Hz") }
    // libsndfile takes a level in 0…1 for what lies between the highest and the lowest bit rate.
    let (highest, lowest) =
      sampleRate >= 32_000 ? (320.0, 32.0) : sampleRate >= 16_000 ? (160, 8) : (64, 8)
    var level = min(max((highest - Double(bitRate) / 1000) / (highest - lowest), 0), 1)
    var mode = Int32(SF_BITRATE_MODE_CONSTANT)
    unsafe sf_command(
      handle, Int32(SFC_SET_COMPRESSION_LEVEL), &level, Int32(MemoryLayout<Double>.size))
    unsafe sf_command(handle, Int32(SFC_SET_BITRATE_MODE), &mode, Int32(MemoryLayout<Int32>.size))
    let written = unsafe sf_writef_float(handle, sound, sf_count_t(sound.count))
    let closed = unsafe sf_close(handle)
    guard written == sf_count_t(sound.count), closed == 0 else {
      throw .mp3(reason: "the file in the folder for temporary files could not be written")
    }
  }

  private static func decode(_ path: String, count: Int) throws(DegradationError) -> [Float] {
    let samples: [Float]
    do throws(AudioError) {
      var reader = try ChannelReader(SoundFile(path: path), .channel(0))
      samples = try reader.samples(atMost: count)
    } catch {
      throw .mp3(reason: error.description)
    }
    return samples + [Float](repeating: 0, count: count - samples.count)
  }
}

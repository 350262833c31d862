import CSndFile

/// What kind of file a recording is: its container and the encoding of its samples.
public struct SoundFormat: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What kind of file it is.
  public enum Container: String, Sendable, Hashable, Codable {
    case wav = "WAV"
    case rf64 = "RF64"
    case wave64 = "Wave64"
    case flac = "FLAC"
    case ogg = "Ogg"
    case aiff = "AIFF"
    case mpeg = "MPEG"
    /// Any other that libsndfile reads, such as CAF or AU.
    case other = "other"
  }

  /// How the file stores samples.
  public enum Encoding: String, Sendable, Hashable, Codable {
    case integer8 = "8-bit"
    case integer16 = "16-bit"
    case integer24 = "24-bit"
    case integer32 = "32-bit"
    case float = "32-bit float"
    case double = "64-bit float"
    case muLaw = "µ-law"
    case aLaw = "A-law"
    case vorbis = "Vorbis"
    case opus = "Opus"
    case mp3 = "MP3"
    /// Any other that libsndfile decodes, such as ADPCM or ALAC.
    case other = "other"
  }

  /// The container that the header tells of, whatever the file's name says.
  public let container: Container
  /// How samples lie in it. They are read as `Float`, whatever it is.
  public let encoding: Encoding

  /// For people: "WAV, 16-bit".
  public var description: String { "\(container.rawValue), \(encoding.rawValue)" }

  /// Whether a reader can start anywhere at little cost and still decode the same samples, to the
  /// bit, as one that came from the beginning.
  ///
  /// MP3 and Opus carry state from frame to frame, so their samples differ after a jump (by some
  /// 1e-7 of full scale), and libsndfile 1.2 was seen to miss the position in Vorbis.
  var isSeekable: Bool {
    switch encoding {
    case .integer8, .integer16, .integer24, .integer32, .float, .double, .muLaw, .aLaw:
      container != .ogg
    case .vorbis, .opus, .mp3, .other: false
    }
  }

  /// Whether samples may be NaN or infinite.
  var isFloatingPoint: Bool { encoding == .float || encoding == .double }
}

extension SoundFormat {
  init(libsndfile format: Int32) {
    let major = Int(format) & Int(SF_FORMAT_TYPEMASK)
    let subtype = Int(format) & Int(SF_FORMAT_SUBMASK)
    container =
      switch major {
      case SF_FORMAT_WAV, SF_FORMAT_WAVEX: .wav
      case SF_FORMAT_RF64: .rf64
      case SF_FORMAT_W64: .wave64
      case SF_FORMAT_FLAC: .flac
      case SF_FORMAT_OGG: .ogg
      case SF_FORMAT_AIFF: .aiff
      case SF_FORMAT_MPEG: .mpeg
      default: .other
      }
    encoding =
      switch subtype {
      case SF_FORMAT_PCM_S8, SF_FORMAT_PCM_U8: .integer8
      case SF_FORMAT_PCM_16: .integer16
      case SF_FORMAT_PCM_24: .integer24
      case SF_FORMAT_PCM_32: .integer32
      case SF_FORMAT_FLOAT: .float
      case SF_FORMAT_DOUBLE: .double
      case SF_FORMAT_ULAW: .muLaw
      case SF_FORMAT_ALAW: .aLaw
      case SF_FORMAT_VORBIS: .vorbis
      case SF_FORMAT_OPUS: .opus
      case SF_FORMAT_MPEG_LAYER_III: .mp3
      default: .other
      }
  }
}

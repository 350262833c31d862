/// Why sound could not be made worse.
public enum DegradationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A rate that soxr refuses.
  case resampling(from: Int, to: Int, reason: String)
  /// libsndfile has no encoder, or failed.
  case mp3(reason: String)
  /// Background noise is wanted and there is none.
  case noBackground

  public var description: String {
    switch self {
    case .resampling(let from, let to, let reason):
      "sound of \(from) Hz could not be resampled to \(to) Hz: \(reason)."
    case .mp3(let reason):
      "sound could not be coded as MP3: \(reason). Use a libsndfile that writes MP3 (1.1 or newer, with "
        + "lame)."
    case .noBackground:
      "there is no background recording to mix in. Give a folder of them."
    }
  }
}

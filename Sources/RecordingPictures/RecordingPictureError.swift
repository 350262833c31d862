public import AudioIO
public import EventLog
public import Pictures

/// Why a recording could not be drawn.
public enum RecordingPictureError: Error, Equatable, CustomStringConvertible {
  /// What lies at the path is no sound that can be read, or has no such channel.
  case sound(AudioError)
  /// The file cannot be read to be looked up in the log.
  case unreadable(path: String, reason: String)
  /// An excerpt that holds nothing of the recording; `endSeconds` is `nil` for the recording's end.
  case excerpt(path: String, startSeconds: Double, endSeconds: Double?, recordingSeconds: Double)
  /// The log has no finished analysis of the channel. `channel` as people count; `nil` for the mix.
  case notInLog(path: String, channel: Int?, log: String)
  case log(EventLogError)
  case picture(PictureError)

  public var description: String {
    switch self {
    case .sound(let error): error.description
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)."
    case .excerpt(let path, let start, let end, let seconds):
      "\(path): there is no sound from \(Self.toMillisecond(start)) s to "
        + "\(end.map { "\(Self.toMillisecond($0)) s" } ?? "the end"): the recording lasts "
        + "\(Self.toMillisecond(seconds)) s. Choose a start within it and a later end."
    case .notInLog(let path, let channel, let log):
      "\(log): has no finished analysis of \(channel.map { "channel \($0)" } ?? "the mix") of "
        + "\(path). Run `earshot classify` on it with this log, or draw it without events."
    case .log(let error): error.description
    case .picture(let error): error.description
    }
  }

  /// Frames over a rate have digits that nobody reads.
  private static func toMillisecond(_ seconds: Double) -> Double {
    (seconds * 1000).rounded() / 1000
  }
}

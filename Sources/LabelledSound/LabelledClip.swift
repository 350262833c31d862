import ContentDigest
import Foundation

/// A file, or a piece of one, of which somebody said what is to be heard.
public struct LabelledClip: Sendable, Hashable {
  /// Where the file lies; pieces of one file share it.
  public var path: String
  /// As the set calls it: the path from the set's folder.
  public var name: String
  /// What is to be heard in it, sorted; empty for a background.
  public var labels: [SoundLabel]
  /// What is known not to be heard in it, sorted.
  public var absent: [SoundLabel]
  /// Somebody said that none of the species is to be heard.
  public var isBackground: Bool
  /// The recording that it was cut from: clips of one belong together in resampling and in
  /// cross-validation. See ``RecordingKey``.
  public var recording: String
  /// The part of a cross-validation that it belongs to, where the listing says so.
  public var fold: String?
  /// Seconds of the file; `nil` for all of it.
  public var span: Range<Double>?
  /// Length in seconds.
  public var seconds: Double
  /// SHA-256 of the file, as 64 hexadecimal digits.
  public var digest: String

  /// Nothing is read or checked here.
  public init(
    path: String, name: String, labels: [SoundLabel], absent: [SoundLabel] = [],
    isBackground: Bool = false, recording: String, fold: String? = nil,
    span: Range<Double>? = nil, seconds: Double, digest: String
  ) {
    self.path = path
    self.name = name
    self.labels = labels
    self.absent = absent
    self.isBackground = isBackground
    self.recording = recording
    self.fold = fold
    self.span = span
    self.seconds = seconds
    self.digest = digest
  }
}

extension LabelledClip {
  /// The sound of a clip, whatever its file is called: two clips of one content are the same clip.
  public struct Content: Sendable, Hashable {
    /// SHA-256 of the file, as 64 hexadecimal digits; or ``digest(of:)``, where sounds are compared.
    public let digest: String
    /// Seconds of the file.
    public let span: Range<Double>

    /// SHA-256 of samples, as 64 hexadecimal digits: the same for a WAV file and the FLAC file made of it.
    public static func digest(of samples: [Float]) -> String {
      unsafe samples.withUnsafeBytes { unsafe SHA256.hexadecimal(of: $0) }
    }
  }

  /// What two clips of the same sound have in common: the file's bytes, and which seconds of it.
  public var content: Content {
    Content(digest: digest, span: span ?? 0..<max(seconds, 0))
  }

  /// Its name, and which part of the file it is.
  public var title: String {
    guard let span else { return name }
    return "\(name) (\(span.lowerBound)–\(span.upperBound) s)"
  }
}

/// A recording of which somebody said what is to be heard when.
public struct AnnotatedRecording: Sendable, Hashable {
  /// A sound with its beginning and its end.
  public struct Event: Sendable, Hashable {
    /// What is to be heard.
    public var label: SoundLabel
    /// Seconds from the recording's first sample.
    public var span: Range<Double>

    /// - Parameter span: Seconds.
    public init(label: SoundLabel, span: Range<Double>) {
      self.label = label
      self.span = span
    }
  }

  /// Where the file lies.
  public var path: String
  /// As the set calls it: the path from the set's folder.
  public var name: String
  /// By start, then by end, then by name; none if nothing is to be heard.
  public var events: [Event]
  /// See ``LabelledClip/recording``.
  public var recording: String
  /// See ``LabelledClip/fold``.
  public var fold: String?
  /// Length in seconds.
  public var seconds: Double
  /// SHA-256 of the file, as 64 hexadecimal digits.
  public var digest: String

  /// Nothing is read or checked here.
  public init(
    path: String, name: String, events: [Event], recording: String, fold: String? = nil,
    seconds: Double, digest: String
  ) {
    self.path = path
    self.name = name
    self.events = events
    self.recording = recording
    self.fold = fold
    self.seconds = seconds
    self.digest = digest
  }
}

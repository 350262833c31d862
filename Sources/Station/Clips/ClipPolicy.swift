public import EventDetection

/// Of which events sound is kept, and how much of it.
public struct ClipPolicy: Hashable, Sendable {
  /// Seconds kept before an event, 0 to 60.
  public var before: Double
  /// Seconds kept after an event, 0 to 60.
  public var after: Double
  /// Seconds of a clip at most, more than before and after together, up to 3600: of a longer event, the
  /// beginning is kept.
  public var longest: Double
  /// Names of the only taxa whose events get a clip, as in a species list; empty for all.
  public var only: [String]
  /// Names of taxa whose events get no clip, even if ``only`` has them; empty for none.
  public var except: [String]
  /// What becomes of voices in clips; unless they are kept, events of human classes get none either.
  public var voices: Voices

  /// What becomes of clips in which somebody may speak.
  public enum Voices: Hashable, Sendable {
    /// They are kept as any other.
    case keep
    /// No clip is kept which touches, or is nearer than `margin` seconds to, a window whose human score is
    /// `threshold` or more.
    case drop(threshold: Float, margin: Double)
  }

  /// - Parameters:
  ///   - before: Seconds.
  ///   - after: Seconds.
  ///   - longest: Seconds.
  public init(
    before: Double, after: Double, longest: Double, only: [String], except: [String], voices: Voices
  ) {
    self.before = before
    self.after = after
    self.longest = longest
    self.only = only
    self.except = except
    self.voices = voices
  }
}

/// Why no clips can be kept by some settings and some model.
public enum ClipPolicyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A length that is none, or does not leave room for the event.
  case length(name: String, seconds: Double, expected: String)
  /// A threshold or margin out of range.
  case privacy(name: String, value: Double, expected: String)
  /// The model has no class of kind `human`: whether somebody speaks cannot be judged.
  case noHumanClass(model: String)
  /// The score of a class of kind `human` cannot come up to the threshold: voices would pass.
  case voiceOutOfReach(class: String, highest: Float, threshold: Float)
  /// A name that the model does not know.
  case name(DetectionError)

  public var description: String {
    switch self {
    case .length(let name, let seconds, let expected):
      "clips: \(name) cannot be \(seconds) s: give \(expected)."
    case .privacy(let name, let value, let expected):
      "clips: the \(name) of voices cannot be \(value): give \(expected)."
    case .noHumanClass(let model):
      "clips: the model \(model) has no class for human voices, so whether somebody speaks in a "
        + "clip cannot be judged, and none is kept. Use a model with such a class, or keep voices "
        + "by keep_voices: true."
    case .voiceOutOfReach(let name, let highest, let threshold):
      "clips: the score of \"\(name)\" never exceeds \(highest), so a threshold of \(threshold) "
        + "lets every voice pass. Give a threshold of at most \(highest)."
    case .name(let error): "clips: \(error)"
    }
  }
}

/// Something heard: a span of time with a name and, where there is one, a score.
public struct Annotation: Sendable, Hashable {
  /// What decides the colour. That of a species follows from its label, and is the same in every
  /// picture, unless another species of the picture would look alike.
  public enum Kind: Sendable, Hashable {
    case species, human, background
  }

  /// On the spectrogram's own time axis.
  public var startSeconds: Double
  /// On the same axis, not before the start.
  public var endSeconds: Double
  /// What is written: a species' name mostly.
  public var label: String
  /// 0…1, written with two decimals; nil where there is none, as in a truth.
  public var score: Double?
  /// A species, unless told otherwise.
  public var kind: Kind

  /// Checks nothing: a picture refuses times that are none, and scores outside 0…1.
  public init(
    startSeconds: Double, endSeconds: Double, label: String, score: Double? = nil,
    kind: Kind = .species
  ) {
    self.startSeconds = startSeconds
    self.endSeconds = endSeconds
    self.label = label
    self.score = score
    self.kind = kind
  }

  func validate() throws(PictureError) {
    guard startSeconds.isFinite, endSeconds.isFinite, startSeconds <= endSeconds else {
      throw .annotation(label: label, startSeconds: startSeconds, endSeconds: endSeconds)
    }
    if let score, !(0...1).contains(score) { throw .score(label: label, score: score) }
  }

  /// The label and the score, as they are drawn.
  var text: String {
    guard let score else { return label }
    let hundredths = Int((score * 100).rounded())
    return "\(label) \(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}

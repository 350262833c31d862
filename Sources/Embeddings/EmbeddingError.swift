public import ModelWriting

/// Why there are no embeddings, or nothing to look for.
public enum EmbeddingError: Error, Equatable, CustomStringConvertible {
  /// The model's file cannot be read.
  case unreadable(path: String, reason: String)
  /// The model has no head that could be taken off.
  case backbone(path: String, BackboneError)
  /// A part of a recording was asked for in which it has no sound. Seconds.
  case span(path: String, from: Double, until: Double, length: Double)
  /// A part of a recording that is damaged from its beginning, in seconds, on.
  case undecodable(path: String, from: Double, reason: String)
  /// The sound that is asked for is digital silence, and resembles all silence.
  case silentQuery(path: String)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)."
    case .backbone(let path, let error):
      "\(path): \(error)"
    case .span(let path, let from, let until, let length):
      "\(path): has no sound from \(from) s \(until.isFinite ? "to \(until) s" : "on"): it is \((length * 100).rounded() / 100) s "
        + "long. Choose a part of it."
    case .undecodable(let path, let from, let reason):
      "\(path): is damaged: nothing can be decoded from \((from * 100).rounded() / 100) s on: \(reason). Copy it again, or leave "
        + "it out."
    case .silentQuery(let path):
      "\(path): is silent where it is looked at. Choose the part that sounds, with --from and --until."
    }
  }
}

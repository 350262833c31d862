/// In what numbers a network is computed.
public enum NumberFormat: String, Sendable, Hashable, Codable, CaseIterable {
  /// In the integers of its file.
  case int8
  /// In float32: with the weights as they were trained, or with what the integers stand for.
  case fp32
}

/// How the scores of a clip's windows become one.
public enum Pooling: String, Sendable, Hashable, Codable, CaseIterable {
  /// The mean of the calibrated scores.
  case mean
  /// The highest of them: whether it is heard at all.
  case max
  /// The score of the mean logit: windows that are sure weigh more.
  case logits
}

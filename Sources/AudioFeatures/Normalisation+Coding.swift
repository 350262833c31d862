/// In JSON an object with the one key `fixed`, `standard` or `peak`.
extension Normalisation: Codable {
  private enum CodingKeys: CodingKey, CaseIterable {
    case fixed, standard, peak
  }

  private enum FixedKeys: CodingKey, CaseIterable {
    case mean, deviation
  }

  private enum StandardKeys: CodingKey, CaseIterable {
    case smallestDeviation
  }

  private enum PeakKeys: CodingKey, CaseIterable {
    case range
  }

  /// - Throws: ``FrontEndError`` where there is not exactly one key, or one that no setting has;
  ///   `DecodingError` for a value that cannot be read.
  public init(from decoder: any Decoder) throws {
    let (key, container) = try decoder.choice(of: CodingKeys.self)
    let values = try container.superDecoder(forKey: key)
    switch key {
    case .fixed:
      let container = try values.strictContainer(keyedBy: FixedKeys.self)
      self = .fixed(
        mean: try container.decode(Double.self, forKey: .mean),
        deviation: try container.decode(Double.self, forKey: .deviation))
    case .standard:
      let container = try values.strictContainer(keyedBy: StandardKeys.self)
      self = .standard(
        smallestDeviation: try container.decode(Double.self, forKey: .smallestDeviation))
    case .peak:
      let container = try values.strictContainer(keyedBy: PeakKeys.self)
      self = .peak(range: try container.decode(Double.self, forKey: .range))
    }
  }

  /// Writes the form that `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .fixed(let mean, let deviation):
      var values = container.nestedContainer(keyedBy: FixedKeys.self, forKey: .fixed)
      try values.encode(mean, forKey: .mean)
      try values.encode(deviation, forKey: .deviation)
    case .standard(let smallestDeviation):
      var values = container.nestedContainer(keyedBy: StandardKeys.self, forKey: .standard)
      try values.encode(smallestDeviation, forKey: .smallestDeviation)
    case .peak(let range):
      var values = container.nestedContainer(keyedBy: PeakKeys.self, forKey: .peak)
      try values.encode(range, forKey: .range)
    }
  }
}

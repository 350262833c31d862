/// In JSON an object with the one key `log`, `decibel` or `pcen`.
extension Compression: Codable {
  private enum CodingKeys: CodingKey, CaseIterable {
    case log, decibel, pcen
  }

  private enum LogKeys: CodingKey, CaseIterable {
    case offset
  }

  /// - Throws: ``FrontEndError`` where there is not exactly one key, or one that no setting has;
  ///   `DecodingError` for a value that cannot be read.
  public init(from decoder: any Decoder) throws {
    let (key, container) = try decoder.choice(of: CodingKeys.self)
    switch key {
    case .log:
      let values = try container.superDecoder(forKey: key).strictContainer(keyedBy: LogKeys.self)
      self = .log(offset: try values.decode(Double.self, forKey: .offset))
    case .decibel: self = .decibel(try container.decode(Decibel.self, forKey: key))
    case .pcen: self = .pcen(try container.decode(PCEN.self, forKey: key))
    }
  }

  /// Writes the form that `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .log(let offset):
      var values = container.nestedContainer(keyedBy: LogKeys.self, forKey: .log)
      try values.encode(offset, forKey: .offset)
    case .decibel(let decibel): try container.encode(decibel, forKey: .decibel)
    case .pcen(let pcen): try container.encode(pcen, forKey: .pcen)
    }
  }
}

extension Compression.Decibel {
  // No CodingKeys here is private where encode(to:) is derived, in the file of the type: Swift 6.3's
  // debug build fails on that.
  enum CodingKeys: CodingKey, CaseIterable {
    case reference, amin, topRange
  }

  /// The keys are the properties' names; `topRange` may be left out.
  /// - Throws: ``FrontEndError/unknownKey(_:known:)`` for a key that no setting has; `DecodingError`
  ///   for one that is missing or of another type.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init(
      reference: try container.decode(Reference.self, forKey: .reference),
      amin: try container.decode(Double.self, forKey: .amin),
      topRange: try container.decodeIfPresent(Double.self, forKey: .topRange))
  }
}

extension Compression.Decibel.Reference: Codable {
  private enum Word: String, Codable {
    case maximum
  }

  /// A number, or `"maximum"`.
  /// - Throws: `DecodingError` for anything else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if (try? container.decode(String.self)) != nil {
      _ = try container.decode(Word.self)
      self = .maximum
    } else {
      self = .power(try container.decode(Double.self))
    }
  }

  /// Writes the form that `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .maximum: try container.encode(Word.maximum)
    case .power(let power): try container.encode(power)
    }
  }
}

extension Compression.PCEN {
  enum CodingKeys: CodingKey, CaseIterable {
    case gain, bias, power, timeConstant, eps, inputScale, start
  }

  /// The keys are the properties' names, and each is required.
  /// - Throws: ``FrontEndError/unknownKey(_:known:)`` for a key that no setting has; `DecodingError`
  ///   for one that is missing or of another type.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init(
      gain: try container.decode(Double.self, forKey: .gain),
      bias: try container.decode(Double.self, forKey: .bias),
      power: try container.decode(Double.self, forKey: .power),
      timeConstant: try container.decode(Double.self, forKey: .timeConstant),
      eps: try container.decode(Double.self, forKey: .eps),
      inputScale: try container.decode(Double.self, forKey: .inputScale),
      start: try container.decode(Start.self, forKey: .start))
  }
}

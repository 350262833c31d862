/// A sample of a stream and the instant at which it sounded.
public struct TimeAnchor: Hashable, Sendable, Codable {
  /// How the instant is known, from the most to the least trusted.
  public enum Source: String, Hashable, Sendable, Codable, CaseIterable {
    /// The clock of the machine that listened, held to a reference.
    case synchronisedClock = "synchronised_clock"
    /// The recording's GUANO chunk.
    case guano
    /// The recording's WAMD chunk.
    case wamd
    /// The recorder's comment in the header.
    case comment
    /// The file's name.
    case fileName = "file_name"
    /// The clock of the machine that listened, held to nothing.
    case unsynchronisedClock = "unsynchronised_clock"
    /// The file's modification time less its duration: a guess, right only for files never copied.
    case modificationTime = "modification_time"

    /// Whether an instant known like this may take the place of one that is known like `other`.
    public func isAsTrusted(as other: Source) -> Bool {
      let order = Self.allCases
      return order.firstIndex(of: self) ?? 0 <= order.firstIndex(of: other) ?? 0
    }
  }

  /// Position at the native rate.
  public var sample: Int64
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var utcMicroseconds: Int64
  /// Minutes that local time is ahead of UTC; `nil` where neither recorder nor site tells.
  public var utcOffsetMinutes: Int?
  /// How ``utcMicroseconds`` is known.
  public var source: Source
  /// Samples a second as measured against a clock, Hz; `nil` where only the nominal rate is known.
  public var measuredRate: Double?

  /// An instant that belongs to a sample.
  public init(
    sample: Int64, utcMicroseconds: Int64, utcOffsetMinutes: Int?, source: Source,
    measuredRate: Double? = nil
  ) {
    self.sample = sample
    self.utcMicroseconds = utcMicroseconds
    self.utcOffsetMinutes = utcOffsetMinutes
    self.source = source
    self.measuredRate = measuredRate
  }
}

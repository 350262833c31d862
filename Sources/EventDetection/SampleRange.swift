/// A stretch of one stream: sample positions at its native rate, `start` included, `end` not.
public struct SampleRange: Hashable, Sendable, Codable {
  /// The first sample, counted from 0.
  public var start: Int64
  /// The sample behind the last.
  public var end: Int64

  /// - Precondition: `start <= end`.
  public init(start: Int64, end: Int64) {
    precondition(start <= end, "a sample range must not end (\(end)) before it starts (\(start))")
    self.start = start
    self.end = end
  }

  /// Length in samples.
  public var count: Int64 { end - start }

  /// Whether the two share at least one sample.
  public func overlaps(_ other: SampleRange) -> Bool { start < other.end && other.start < end }

  /// The smallest range that holds both.
  public func union(_ other: SampleRange) -> SampleRange {
    SampleRange(start: min(start, other.start), end: max(end, other.end))
  }
}

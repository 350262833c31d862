/// A part of each day, by a clock at the place, in which nothing is told.
///
/// It holds by what the clock shows: where the clock shows an hour twice, the night it is set back, it
/// holds twice; an hour that is left out is not quiet.
public struct QuietSpan: Hashable, Sendable {
  /// Minutes since midnight, 0..<1440. An end that is not after the start is one of the next day.
  public let start: Int
  /// The first minute that is no longer quiet.
  public let end: Int

  /// - Throws: ``ActionError/quietSpan(start:end:)`` for a minute that no day has, or for a span that
  ///   is empty or, who knows, a whole day.
  public init(start: Int, end: Int) throws(ActionError) {
    guard (0..<1440).contains(start), (0..<1440).contains(end), start != end else {
      throw .quietSpan(start: start, end: end)
    }
    self.start = start
    self.end = end
  }

  func contains(_ instant: LocalInstant) -> Bool {
    let minute = instant.minuteOfDay
    return start < end ? (start..<end).contains(minute) : !(end..<start).contains(minute)
  }
}

/// Notices that the sound of a pipe is no longer when counting from its start says: the clock of the card
/// behind it is off, or what writes the pipe left sound out.
///
/// Sound that waited somewhere comes late, and afterwards in time again: of each ten minutes only the least
/// delay counts. If that is late, the sound is. If sound is early, the count is wrong only where it stays as
/// early for two spans: of a recording that is poured in, each span is much earlier than the one before, and
/// nothing says when it sounded but its start.
struct PipeDelay {
  /// Nanoseconds of a span.
  static let span: Int64 = 600_000_000_000
  /// Nanoseconds that are worth an anchor.
  static let worthAnchor: Int64 = 1_000_000_000
  /// Nanoseconds by which the delays of two spans differ at most where a clock makes the samples: a
  /// thousandth of a span, more than any card is off.
  static let steady: Int64 = 600_000_000

  private var spanStart: Int64
  private var least = Int64.max
  /// Of the span before; `nil` in the first.
  private var leastBefore: Int64?

  /// - Parameter start: Nanoseconds of the monotonic clock.
  init(start: Int64) { spanStart = start }

  /// Takes by how much a sample came later than it sounded by the count, nanoseconds.
  /// - Parameter instant: When it came, nanoseconds of the monotonic clock.
  /// - Returns: What the count has to be put later by, nanoseconds, from now on; `nil` if it is right.
  mutating func observe(_ delay: Int64, at instant: Int64) -> Int64? {
    least = min(least, delay)
    guard instant - spanStart >= Self.span else { return nil }
    let late = least
    let isSteady = leastBefore.map { abs(late - $0) <= Self.steady } ?? false
    leastBefore = late
    (spanStart, least) = (instant, .max)
    guard late > Self.worthAnchor || (late < -Self.worthAnchor && isSteady) else { return nil }
    leastBefore = 0
    return late
  }
}

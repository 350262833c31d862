/// Notices that a device has left out frames without a word: it gave nothing for a while, too short a time
/// to give it up, and went on as if nothing had been.
///
/// Frames may come late, in bursts, but never early: of each few seconds the least delay behind the monotonic
/// clock counts. Where it is suddenly greater, and stays so for a whole span, the frames between will not come
/// any more. A card's own clock, off by a thousandth at most, is far below what counts.
struct MissingFrames {
  /// Nanoseconds of a span: what precedes the discovery, two spans at most, is shorter than the ten seconds
  /// of which ``RateMeasurement`` takes the best.
  static let span: Int64 = 4_000_000_000
  /// Observations of a span at least: one alone may be late because a thread slept.
  static let fewestObservations = 8
  /// Nanoseconds that are worth a gap.
  static let leastGap: Int64 = 100_000_000

  private let rate: Double
  private let origin: Int64
  private var spanStart: Int64
  private var observations = 0
  private var least = Int64.max
  /// Of the span before; `nil` in the first.
  private var leastBefore: Int64?

  /// - Parameters:
  ///   - sampleRate: Nominal, Hz.
  ///   - start: When frame 0 began, nanoseconds.
  init(sampleRate: Double, start: Int64) {
    rate = sampleRate
    origin = start
    spanStart = start
  }

  /// Takes what is known when frames have come.
  /// - Parameters:
  ///   - end: Behind the last frame that is there, with all that was lost before it.
  ///   - instant: When that was observed.
  /// - Returns: Frames that are missing before those to come.
  mutating func observe(_ end: Int64, at instant: Int64) -> Int64 {
    least = min(least, instant - origin - Int64((Double(end) / rate * 1e9).rounded()))
    observations += 1
    guard instant - spanStart >= Self.span, observations >= Self.fewestObservations else {
      return 0
    }
    let late = least - (leastBefore ?? least)
    leastBefore = least
    (spanStart, observations, least) = (instant, 0, .max)
    guard late >= Self.leastGap else { return 0 }
    leastBefore = leastBefore.map { $0 - late }
    return Int64((Double(late) / 1e9 * rate).rounded())
  }
}

public import EventDetection

/// When the samples of a live stream sounded: counted from its start, with an anchor where that alone
/// would not do.
///
/// The sound card's clock counts the samples, and the monotonic clock tells how fast it runs. The
/// system's clock is asked at the start, every ten minutes, and where it steps: then there is a new
/// anchor, and nothing before it moves. Of a pipe's samples nobody knows when they sounded but by when they
/// come: only where that is off by a second for ten minutes is there a new anchor.
public struct StreamClock: Sendable {
  /// What is worth telling others.
  public enum News: Sendable, Hashable {
    case anchor(TimeAnchor)
    /// The system's clock went forward, or back, by so many seconds.
    case step(seconds: Double, sample: Int64)
  }

  /// Seconds; what the clock's discipline corrects by running faster or slower is far less at once.
  public static let leastStep = 0.05
  /// Seconds between anchors, and how far the last one's count must be off to be worth another.
  static let anchorSpacing = 600.0
  static let worthAnchor = 0.005

  /// The anchors so far: the first at sample 0, later ones as
  /// ``observe(_:at:isSynchronised:utcOffsetMinutes:)`` gave them.
  public private(set) var timeline: Timeline
  private let nominalRate: Double
  private let isPaced: Bool
  private var rate: RateMeasurement
  /// Of a pipe.
  private var delay: PipeDelay
  /// The system's clock less the monotonic one, nanoseconds, and what it may have become.
  private var distance: Int64
  private var suspected: Int64?
  /// Whether the system's clock was held to a reference at the last anchor.
  public private(set) var isSynchronised: Bool

  /// - Parameters:
  ///   - start: When sample 0 began.
  ///   - sampleRate: Nominal, Hz.
  ///   - isPaced: Whether a clock of its own makes the samples; a pipe's come when they come.
  ///   - utcOffsetMinutes: What local time is ahead of UTC then.
  public init(
    start: ClockReading, sampleRate: Int, isPaced: Bool, isSynchronised: Bool,
    utcOffsetMinutes: Int?
  ) {
    nominalRate = Double(sampleRate)
    self.isPaced = isPaced
    self.isSynchronised = isSynchronised
    rate = RateMeasurement(sampleRate: nominalRate, start: start.monotonic)
    delay = PipeDelay(start: start.monotonic)
    distance = start.utc - start.monotonic
    let anchor = TimeAnchor(
      sample: 0, utcMicroseconds: start.utc / 1000, utcOffsetMinutes: utcOffsetMinutes,
      source: isSynchronised ? .synchronisedClock : .unsynchronisedClock)
    guard let timeline = Timeline(anchors: [anchor], sampleRate: sampleRate) else {
      preconditionFailure("a timeline of one anchor")
    }
    self.timeline = timeline
  }

  /// Samples a second as measured; `nil` in the first minute, and of a pipe.
  public var measuredRate: Double? { isPaced ? rate.measured : nil }

  /// Takes what is known about a sample.
  ///
  /// - Parameters:
  ///   - position: Behind the last sample that had sounded.
  ///   - instant: When that was.
  /// - Returns: New anchors, which ``timeline`` has too, and steps.
  public mutating func observe(
    _ position: Int64, at instant: ClockReading, isSynchronised: Bool,
    utcOffsetMinutes: Int?
  ) -> [News] {
    if isPaced { rate.add(position, at: instant.monotonic) }
    var news: [News] = []
    let now = instant.utc - instant.monotonic
    if abs(now - distance) < Int64(Self.leastStep * 1e9) {
      suspected = nil
      distance = now
    } else if let before = suspected, abs(now - before) < Int64(Self.leastStep * 1e9) {
      // Twice: between one reading of both clocks this thread may have slept.
      news.append(.step(seconds: Double(now - distance) / 1e9, sample: position))
      let counted = timeline.utcMicroseconds(at: position) + (now - distance) / 1000
      news.append(
        anchor(position, counted, isSynchronised: isSynchronised, utcOffsetMinutes))
      distance = now
      suspected = nil
      return news
    } else {
      suspected = now
      return news
    }
    let last = timeline.anchors[timeline.anchors.count - 1]
    let isNewKind = isSynchronised != self.isSynchronised
    let isNewOffset = utcOffsetMinutes != last.utcOffsetMinutes
    let counted = timeline.utcMicroseconds(at: position)
    let corrected =
      isPaced
      ? measured(position, counted, since: last)
      : delay.observe(instant.monotonic + distance - counted * 1000, at: instant.monotonic)
        .map { counted + $0 / 1000 }
    if isNewKind || isNewOffset || corrected != nil {
      news.append(
        anchor(position, corrected ?? counted, isSynchronised: isSynchronised, utcOffsetMinutes))
    }
    return news
  }

  /// When a card's sample sounded, if that is due and differs from what is counted; microseconds since 1970.
  private func measured(_ position: Int64, _ counted: Int64, since last: TimeAnchor) -> Int64? {
    guard Double(position - last.sample) >= Self.anchorSpacing * nominalRate else { return nil }
    let utc = rate.instant(of: position) + distance
    let isWorthIt = abs(Double(utc) / 1e9 - Double(counted) / 1e6) > Self.worthAnchor
    return isWorthIt ? utc / 1000 : nil
  }

  private mutating func anchor(
    _ position: Int64, _ utc: Int64, isSynchronised: Bool, _ utcOffsetMinutes: Int?
  ) -> News {
    self.isSynchronised = isSynchronised
    let anchor = TimeAnchor(
      sample: position, utcMicroseconds: utc, utcOffsetMinutes: utcOffsetMinutes,
      source: isSynchronised ? .synchronisedClock : .unsynchronisedClock,
      measuredRate: measuredRate)
    // Two at one sample would contradict each other.
    let others = timeline.anchors.filter { $0.sample < position }
    if let changed = Timeline(anchors: others + [anchor], sampleRate: Int(nominalRate)) {
      timeline = changed
    }
    return .anchor(anchor)
  }
}

/// How fast a sound card runs by the monotonic clock.
///
/// When a frame is known to be there it has been there for a while, never the other way: of each ten
/// seconds the earliest observation counts, and a line through those of the last hour is the card's time.
struct RateMeasurement: Sendable {
  private static let bucketSeconds = 10.0
  private static let mostBuckets = 360
  private static let fewestBuckets = 6

  private let sampleRate: Double
  private let start: Int64
  /// Frame and delay, seconds, of what each ten seconds saw earliest.
  private var buckets: [(position: Double, delay: Double)] = []
  private var current: (position: Double, delay: Double)?
  private var line: (slope: Double, offset: Double)?

  /// - Parameters:
  ///   - sampleRate: Nominal, Hz.
  ///   - start: When frame 0 began, nanoseconds.
  init(sampleRate: Double, start: Int64) {
    self.sampleRate = sampleRate
    self.start = start
  }

  mutating func add(_ position: Int64, at instant: Int64) {
    let position = Double(position)
    let delay = Double(instant - start) / 1e9 - position / sampleRate
    let bucket = Self.bucketSeconds * sampleRate
    if let seen = current,
      (seen.position / bucket).rounded(.down) < (position / bucket).rounded(.down)
    {
      if buckets.count == Self.mostBuckets { buckets.removeFirst() }
      buckets.append(seen)
      current = nil
      fit()
    }
    if delay < current?.delay ?? .infinity { current = (position, delay) }
  }

  /// Least squares.
  private mutating func fit() {
    guard buckets.count >= Self.fewestBuckets else { return }
    let count = Double(buckets.count)
    let meanPosition = buckets.reduce(0) { $0 + $1.position } / count
    let meanDelay = buckets.reduce(0) { $0 + $1.delay } / count
    var (product, square) = (0.0, 0.0)
    for bucket in buckets {
      product += (bucket.position - meanPosition) * (bucket.delay - meanDelay)
      square += (bucket.position - meanPosition) * (bucket.position - meanPosition)
    }
    guard square > 0 else { return }
    line = (product / square, meanDelay - product / square * meanPosition)
  }

  /// Hz; `nil` before there is enough to tell.
  var measured: Double? { line.map { sampleRate / (1 + $0.slope * sampleRate) } }

  /// When the frames before `position` had sounded, nanoseconds of the monotonic clock.
  func instant(of position: Int64) -> Int64 {
    let position = Double(position)
    let delay = line.map { $0.slope * position + $0.offset } ?? min(current?.delay ?? 0, 0)
    return start + Int64(((position / sampleRate + delay) * 1e9).rounded())
  }
}

import AudioCapture
import Survey

/// The figures of one stream, for the station's status: how loud it is, how much work, how far behind.
struct StreamFigures {
  private let report: InputReport
  private let sampleRate: Double
  private var load = Load()
  private var level = LevelMeter()
  /// Milliseconds.
  private var latencies: [Double] = []
  private var reportedAt: Int64
  /// Samples that the status has.
  private var reported: Int64 = 0

  private static let levelSeconds = 5.0
  private static let mostLatencies = 100

  /// - Parameter now: Nanoseconds of the monotonic clock.
  init(_ report: InputReport, sampleRate: Int, now: Int64) {
    self.report = report
    self.sampleRate = Double(sampleRate)
    reportedAt = now
  }

  /// Takes sound that is analysed.
  mutating func measure(_ samples: Span<Float>) { level.measure(samples) }

  /// Takes the work that a block was.
  /// - Parameters:
  ///   - began: When the work began; nanoseconds of the monotonic clock, as `now` is.
  mutating func add(frames: Int, began: Int64, now: Int64) {
    load.add(
      sound: Double(frames) / sampleRate, work: Double(now - began) / 1e9, now: Double(now) / 1e9)
  }

  /// Whether the status should have new ones.
  func areDue(_ now: Int64) -> Bool { now - reportedAt >= 1_000_000_000 }

  /// Gives the status what there is.
  /// - Parameter samples: That have been analysed.
  mutating func tell(
    _ stream: CaptureStream, analysed samples: Int64, _ clock: StreamClock, now: Int64
  ) {
    let analysed = Double(samples - reported) / sampleRate
    (reported, reportedAt) = (samples, now)
    let (factor, level) = (load.realTimeFactor, level)
    let drift = clock.measuredRate.map { ($0 / sampleRate - 1) * 1e6 }
    report.update {
      $0.analysedSeconds += analysed
      $0.realTimeFactor = factor
      $0.backlogSeconds = stream.backlog.seconds
      $0.levelDBFS = level.decibels
      $0.clippedShare = level.clippedShare
      $0.clockDriftPPM = drift
      $0.isClockSynchronised = clock.isSynchronised
    }
    if Double(level.samples) >= Self.levelSeconds * sampleRate { self.level = LevelMeter() }
  }

  /// Takes how long an event took from its sound to its row, seconds.
  mutating func note(latency seconds: Double) {
    if latencies.count == Self.mostLatencies { latencies.removeFirst() }
    latencies.append(seconds * 1000)
    let sorted = latencies.sorted()
    let latency = InputStatus.Latency(
      medianMilliseconds: sorted[sorted.count / 2], longestMilliseconds: sorted[sorted.count - 1])
    report.update { $0.latency = latency }
  }
}

public import AudioCapture
public import EventDetection
public import EventLog
public import Foundation
public import Survey

/// One input of a station: what it is called, where its sound comes from, and what is done with it.
public struct StationInput: Sendable {
  public var name: String
  public var source: any CaptureSource
  /// Whether a clock of its own makes the samples; a pipe's come when they come.
  public var isPaced: Bool
  public var plan: AnalysisPlan
  public var channel: AnalysedChannel
  public var deployment: Deployment?
  public var timeZone: TimeZone?
  /// Seconds of nothing but one value after which the source is opened anew.
  public var silencePatience: Double
  /// Whether it is to be heard at an instant, microseconds since 1970 UTC.
  public var isScheduled: @Sendable (Int64) -> Bool

  /// Where the sound of events is kept; `nil` if it is not.
  public var clips: ClipKeeper?

  public init(
    name: String, source: any CaptureSource, isPaced: Bool, plan: AnalysisPlan,
    channel: AnalysedChannel, deployment: Deployment? = nil, timeZone: TimeZone? = nil,
    silencePatience: Double = 60, isScheduled: @escaping @Sendable (Int64) -> Bool = { _ in true },
    clips: ClipKeeper? = nil
  ) {
    self.name = name
    self.source = source
    self.isPaced = isPaced
    self.plan = plan
    self.channel = channel
    self.deployment = deployment
    self.timeZone = timeZone
    self.silencePatience = silencePatience
    self.isScheduled = isScheduled
    self.clips = clips
  }
}

/// What a station tells while it runs.
public enum StationNews: Sendable {
  case began(input: String, source: String, format: CaptureFormat)
  /// An event is certain; `seconds` from the last sample of the window that decided to the committed row,
  /// `nil` if that waits for the log.
  case opened(HeardEvent, seconds: Double?)
  /// An event is over; unless it waits for the log, its row is closed.
  case closed(HeardEvent, isInLog: Bool)
  case gap(input: String, seconds: Double, Gap.Cause)
  case ended(input: String, CaptureStream.Ending)
  case waiting(input: String, CaptureError)
  /// The schedule has a pause from now on, or ends it.
  case paused(input: String)
  case resumed(input: String)
  /// What an operator should know; the log has it too. Without an input it concerns the whole station.
  case incident(Incident, input: String?)
  /// The log cannot be written now: what is heard waits in memory, and is written when that is possible.
  case logUnavailable(EventLogError)
  case logAvailable
}

/// Hears of news from any thread of a station.
public typealias NewsReceiver = @Sendable (StationNews) -> Void

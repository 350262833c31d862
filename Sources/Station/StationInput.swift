public import AudioCapture
public import EventDetection
public import EventLog
public import Foundation
public import Survey

/// One input of a station: what it is called, where its sound comes from, and what is done with it.
public struct StationInput: Sendable {
  /// What the log calls it; each input of a station has its own.
  public var name: String
  /// Where its sound comes from; a device is opened anew after each pause of the schedule.
  public var source: any CaptureSource
  /// Whether a clock of its own makes the samples; a pipe's come when they come.
  public var isPaced: Bool
  /// The model, its windows and the rule by which it is heard.
  public var plan: AnalysisPlan
  /// What the log says was heard; it is ``source`` that takes it out of the frames.
  public var channel: AnalysedChannel
  /// Where it stands; `nil` if that is not known.
  public var deployment: Deployment?
  /// Of the local times that its streams and events are given; `nil` for none.
  public var timeZone: TimeZone?
  /// Seconds of nothing but one value after which the source is opened anew.
  public var silencePatience: Double
  /// Whether it is to be heard at an instant, microseconds since 1970 UTC.
  public var isScheduled: @Sendable (Int64) -> Bool

  /// Where the sound of events is kept; `nil` if it is not.
  public var clips: ClipKeeper?

  /// - Parameters:
  ///   - silencePatience: Seconds.
  ///   - isScheduled: Asked about microseconds since 1970 UTC, by several threads; always heard without.
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
  /// A stream is heard from now on; its source as the settings name it.
  case began(input: String, source: String, format: CaptureFormat)
  /// An event is certain; `seconds` from the last sample of the window that decided to the committed row,
  /// `nil` if that waits for the log.
  case opened(HeardEvent, seconds: Double?)
  /// An event is over; unless it waits for the log, its row is closed.
  case closed(HeardEvent, isInLog: Bool)
  /// So many seconds inside a stream were not analysed.
  case gap(input: String, seconds: Double, Gap.Cause)
  /// A stream is over.
  case ended(input: String, CaptureStream.Ending)
  /// The input cannot be opened; told once for each reason, while it is tried again and again.
  case waiting(input: String, CaptureError)
  /// The schedule has a pause from now on.
  case paused(input: String)
  /// The schedule's pause is over.
  case resumed(input: String)
  /// What an operator should know; the log has it too. Without an input it concerns the whole station.
  case incident(Incident, input: String?)
  /// The log cannot be written now: what is heard waits in memory, and is written when that is possible.
  case logUnavailable(EventLogError)
  /// The log can be written again.
  case logAvailable
}

/// Hears of news from any thread of a station.
public typealias NewsReceiver = @Sendable (StationNews) -> Void

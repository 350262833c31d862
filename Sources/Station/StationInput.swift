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

  public init(
    name: String, source: any CaptureSource, isPaced: Bool, plan: AnalysisPlan,
    channel: AnalysedChannel, deployment: Deployment? = nil, timeZone: TimeZone? = nil,
    silencePatience: Double = 60
  ) {
    self.name = name
    self.source = source
    self.isPaced = isPaced
    self.plan = plan
    self.channel = channel
    self.deployment = deployment
    self.timeZone = timeZone
    self.silencePatience = silencePatience
  }
}

/// What a station tells while it runs.
public enum StationNews: Sendable {
  case began(input: String, source: String, format: CaptureFormat)
  /// An event is certain, or is over; `seconds` from the last sample of the window that decided to the
  /// committed row.
  case opened(input: String, Event, startedAt: Int64, seconds: Double)
  case closed(input: String, Event, startedAt: Int64)
  case gap(input: String, seconds: Double, Gap.Cause)
  case ended(input: String, CaptureStream.Ending)
  case waiting(input: String, CaptureError)
  case clockStepped(input: String, seconds: Double)
  /// The log cannot be written now: what is heard waits in memory, and is written when that is possible.
  case logUnavailable(EventLogError)
  case logAvailable
}

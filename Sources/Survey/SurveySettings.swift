public import AudioIO
public import EventLog
public import Foundation

/// Of a survey, what is neither model nor rule.
public struct SurveySettings: Sendable {
  /// What of a recording is analysed.
  public var channel: ChannelSelection
  /// Where it was recorded. Its name, if not empty, takes the place of the recorder's own; its position
  /// is for recorders that tell none.
  public var site: Deployment?
  /// Of the site, for recorders that do not say.
  public var timeZone: TimeZone?
  /// Segments that are analysed at the same time, at least 1. No result depends on it.
  public var jobs: Int
  /// Analyse also what the log has already.
  public var again: Bool
  /// Leave what the log has already with the decision that it has, whatever the rule is.
  public var keepsDecisions: Bool

  /// The first channel, on one thread; what the log has stays, but is decided by the rule.
  public init(
    channel: ChannelSelection = .first, site: Deployment? = nil, timeZone: TimeZone? = nil,
    jobs: Int = 1, again: Bool = false, keepsDecisions: Bool = false
  ) {
    self.channel = channel
    self.site = site
    self.timeZone = timeZone
    self.jobs = jobs
    self.again = again
    self.keepsDecisions = keepsDecisions
  }
}

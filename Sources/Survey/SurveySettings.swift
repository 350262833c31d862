public import AudioIO
public import EventLog
public import Foundation

/// Of a survey, what is neither model nor rule.
public struct SurveySettings: Sendable {
  public var channel: ChannelSelection
  /// The name and the place for recordings whose recorder tells neither.
  public var site: Deployment?
  /// Of the site, for recorders that do not say.
  public var timeZone: TimeZone?
  /// Segments that are analysed at the same time, at least 1. No result depends on it.
  public var jobs: Int
  /// Analyse also what the log has already.
  public var again: Bool
  /// Leave what the log has already with the decision that it has, whatever the rule is.
  public var keepsDecisions: Bool

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

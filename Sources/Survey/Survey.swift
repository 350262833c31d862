import AudioIO
import Dispatch
import EventDetection
public import EventLog
import Foundation
import SpeciesClassifier

/// Recordings become rows in the log: each in one transaction, in the order of their paths, whatever
/// the number of threads.
///
/// ```swift
/// let survey = try Survey(plan: AnalysisPlan(bundle, rule: rule), settings: settings, log: log)
/// let found = RecordingFinder(recursive: true).find(["/media/card"])
/// let summary = try survey.run(found, cancellation: cancellation) { news in … }
/// ```
///
/// What the log has already is not analysed again: a path whose size and time are unchanged is not
/// even read, and a content that is known under another path is recognised. A survey that is killed
/// and run again ends with what an uninterrupted one ends with.
public struct Survey: Sendable {
  /// What is done with every recording.
  public let plan: AnalysisPlan
  /// What is neither model nor rule.
  public let settings: SurveySettings
  /// Where recordings are written to, and looked up.
  public let log: EventLog

  /// Does nothing before ``run(_:cancellation:tell:)``.
  public init(plan: AnalysisPlan, settings: SurveySettings, log: EventLog) {
    self.plan = plan
    self.settings = settings
    self.log = log
  }

  /// Analyses what was found.
  /// - Parameters:
  ///   - cancellation: Ends the survey at the next block of sound; what is committed stays.
  ///   - tell: Called on this thread.
  /// - Throws: ``EventLogError`` if the log cannot be written; ``BundleError``.
  public func run(
    _ findings: [RecordingFinder.Finding], cancellation: Cancellation = Cancellation(),
    tell: (SurveyNews) -> Void = { _ in }
  ) throws -> SurveySummary {
    let board = WorkBoard<SurveyWork, SurveyOutcome>()
    let abandon = Cancellation()
    let stop: @Sendable () -> Bool = { cancellation.isCancelled || abandon.isCancelled }
    let threads = DispatchGroup()
    for number in 1...max(settings.jobs, 1) {
      threads.enter()
      let thread = Thread { [plan, settings] in
        do throws(BundleError) {
          var thread = try SurveyThread(plan, settings, board: board, stop: stop)
          thread.run()
        } catch {
          board.deliver(.unable(error))
        }
        threads.leave()
      }
      thread.name = "earshot \(number)"
      thread.stackSize = 1 << 20
      thread.start()
    }
    defer {
      abandon.cancel()
      board.close()
      threads.wait()
    }
    var run = try SurveyRun(self, findings, board: board)
    return try run.finish(cancellation: cancellation, tell: tell)
  }
}

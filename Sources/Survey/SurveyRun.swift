import AudioIO
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier

/// A survey while it runs: what the thread that joins results knows of every path found.
///
/// Paths are inspected ahead, a bounded number of them; but they are planned, and committed, in
/// their order, so that the log does not depend on who was faster.
struct SurveyRun {
  enum State {
    case waiting
    /// Given to a thread to be inspected.
    case asked
    case inspected(Result<Inspection, SurveyError>)
    case analysing(Inspection, [StreamAnalysis])
    /// The content is, or will be, in the log by the time this path is committed.
    case repeated(Inspection)
    /// The log has the content at this very path, and it need not be read.
    case known(KnownContents.Content)
    case failed(SurveyError)
    case done
  }

  let survey: Survey
  let findings: [RecordingFinder.Finding]
  let board: WorkBoard<SurveyWork, SurveyOutcome>
  let bundle: BundleID
  let settings: SettingsID
  let known: KnownContents
  let decisions: StoredDecisions

  var states: [State]
  let bytes: [Int64]
  let totalBytes: Int64
  var committedBytes: Int64 = 0
  var segmentsDone: [Int]
  var nextToAsk = 0
  var nextToPlan = 0
  var nextToCommit = 0
  var turns = ContentTurns()
  var eventCounts: [Int]
  var summary = SurveySummary()
  var knownBytes: Int64 = 0

  init(
    _ survey: Survey, _ findings: [RecordingFinder.Finding],
    board: WorkBoard<SurveyWork, SurveyOutcome>
  ) throws(EventLogError) {
    self.survey = survey
    self.findings = findings
    self.board = board
    bundle = try survey.log.register(survey.plan.bundle.logDescription)
    settings = try survey.log.register(
      settings: survey.plan.settingsJSON, digest: survey.plan.settingsDigest)
    known = KnownContents(survey, bundle: bundle)
    decisions = StoredDecisions([survey.plan], settings: settings, log: survey.log)
    states = findings.map { _ in .waiting }
    bytes = findings.map { FileStatus(path: $0.path)?.bytes ?? 0 }
    totalBytes = bytes.reduce(0, +)
    segmentsDone = findings.map { _ in 0 }
    eventCounts = survey.plan.bundle.classes.map { _ in 0 }
    summary.found = findings.count
  }

  /// How many paths may be under way: enough that no thread waits for a slow file.
  var lookAhead: Int { 16 * max(survey.settings.jobs, 1) }

  mutating func finish(
    cancellation: Cancellation, tell: (SurveyNews) -> Void
  ) throws -> SurveySummary {
    while nextToCommit < findings.count, !cancellation.isCancelled {
      try ask()
      try plan()
      if try commit(tell) {
        tell(.progress(progress))
      } else {
        try take(board.next())
        tell(.progress(progress))
      }
    }
    summary.isInterrupted = nextToCommit < findings.count
    summary.events = zip(survey.plan.bundle.classes, eventCounts).map {
      SurveySummary.ClassCount(taxon: $0.taxon, events: $1)
    }
    return summary
  }

  // MARK: - Asking

  /// Has the next paths inspected, but for those that need not be read.
  mutating func ask() throws {
    while nextToAsk < findings.count, nextToAsk < nextToCommit + lookAhead {
      let finding = findings[nextToAsk]
      if let problem = finding.problem {
        states[nextToAsk] = .failed(problem)
      } else if !survey.settings.again, let content = try known.content(at: finding.path) {
        states[nextToAsk] = .known(content)
      } else {
        inspect(nextToAsk)
      }
      nextToAsk += 1
    }
  }

  mutating func inspect(_ index: Int) {
    states[index] = .asked
    board.post([.inspect(recording: index, path: findings[index].path)], urgent: false)
  }

  // MARK: - Planning

  /// Posts the segments of the recordings whose inspection is in, in their order.
  mutating func plan() throws {
    while nextToPlan < nextToAsk {
      switch states[nextToPlan] {
      case .asked: return
      case .inspected(.success(let inspection)): try plan(inspection)
      case .inspected(.failure(let error)): states[nextToPlan] = .failed(error)
      case .waiting, .analysing, .repeated, .known, .failed, .done: break
      }
      nextToPlan += 1
    }
  }

  mutating func plan(_ inspection: Inspection) throws {
    if !survey.settings.again, try known.analyses(of: inspection.content) != nil {
      states[nextToPlan] = .repeated(inspection)
      return
    }
    switch turns.turn(of: nextToPlan, with: inspection.digest) {
    case .repeatEarlier:
      states[nextToPlan] = .repeated(inspection)
      return
    case .analyse(let displaced):
      if let displaced, case .analysing(let later, _) = states[displaced] {
        states[displaced] = .repeated(later)
      }
    }
    let streams = try inspection.streams.map {
      try StreamAnalysis(
        $0, frames: inspection.frames, sampleRate: inspection.sampleRate, plan: survey.plan)
    }
    states[nextToPlan] = .analysing(inspection, streams)
    for (index, stream) in streams.enumerated() {
      let all = 0..<stream.segmentCount
      let pieces = inspection.seekIsCheap ? all.map { $0..<$0 + 1 } : [all]
      board.post(
        pieces.map { segments in
          .analyse(
            recording: nextToPlan, path: inspection.path, streamIndex: index,
            SurveyWork.StreamWork(stream: stream.stream, grid: stream.grid, segments: segments))
        }, urgent: true)
    }
  }

  // MARK: - Joining

  mutating func take(_ outcome: SurveyOutcome) throws(BundleError) {
    switch outcome {
    case .inspected(let recording, let result):
      states[recording] = .inspected(result)
    case .analysed(let recording, let streamIndex, let segment, let result):
      // After a failure the other segments of the file do not matter.
      guard case .analysing(let inspection, var streams) = states[recording] else { return }
      states[recording] = .waiting  // so that the streams are changed in place
      streams[streamIndex].add(result, segment: segment)
      states[recording] = .analysing(inspection, streams)
      segmentsDone[recording] += 1
      summary.seconds += Double(result.level.samples) / Double(inspection.sampleRate)
    case .failed(let recording, let error):
      // Of a file that failed, or gave its place to another, the other segments do not matter.
      guard case .analysing(let inspection, _) = states[recording] else { return }
      turns.fail(recording, with: inspection.digest)
      states[recording] = .failed(error)
    case .stopped:
      break
    case .unable(let error):
      throw error
    }
  }
}

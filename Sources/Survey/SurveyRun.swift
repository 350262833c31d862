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
  private enum State {
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

  private let survey: Survey
  private let findings: [RecordingFinder.Finding]
  private let board: WorkBoard<SurveyWork, SurveyOutcome>
  private let bundle: BundleID
  private let settings: SettingsID
  private let known: KnownContents
  private let decisions: StoredDecisions

  private var states: [State]
  private let bytes: [Int64]
  private let totalBytes: Int64
  private var committedBytes: Int64 = 0
  private var segmentsDone: [Int]
  private var nextToAsk = 0
  private var nextToPlan = 0
  private var nextToCommit = 0
  private var turns = ContentTurns()
  private var eventCounts: [Int]
  private var summary = SurveySummary()
  private var knownBytes: Int64 = 0

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
  private var lookAhead: Int { 16 * max(survey.settings.jobs, 1) }

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
  private mutating func ask() throws {
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

  private mutating func inspect(_ index: Int) {
    states[index] = .asked
    board.post([.inspect(recording: index, path: findings[index].path)], urgent: false)
  }

  // MARK: - Planning

  /// Posts the segments of the recordings whose inspection is in, in their order.
  private mutating func plan() throws {
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

  private mutating func plan(_ inspection: Inspection) throws {
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

  private mutating func take(_ outcome: SurveyOutcome) throws(BundleError) {
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

  // MARK: - Committing

  /// Commits the next path, if all of it is there.
  private mutating func commit(_ tell: (SurveyNews) -> Void) throws -> Bool {
    let path = findings[nextToCommit].path
    switch states[nextToCommit] {
    case .waiting, .asked, .inspected:
      return false
    case .analysing(let inspection, let streams):
      guard streams.allSatisfy(\.isComplete) else { return false }
      if let change = inspection.change {
        turns.fail(nextToCommit, with: inspection.digest)
        try fail(path, change, tell)
      } else {
        try commit(inspection, streams, tell)
      }
    case .repeated(let inspection):
      guard let analyses = try known.analyses(of: inspection.content) else {
        // The path whose content this repeats failed meanwhile: it is this one's turn.
        states[nextToCommit] = .inspected(.success(inspection))
        nextToPlan = nextToCommit
        return true
      }
      try survey.log.note(SeenFile(inspection, now: now), sha256: inspection.digest)
      if try !known.isPlaced(inspection.content) {
        try survey.log.place(
          recording: inspection.digest,
          deployment: Deployment(inspection.metadata, site: survey.settings.site),
          anchors: inspection.anchors)
        summary.placedAnew += 1
      }
      try keep(analyses)
    case .known(let content):
      guard let analyses = try known.analyses(of: content) else {
        // Another process has taken it away.
        inspect(nextToCommit)
        nextToPlan = nextToCommit
        return false
      }
      try keep(analyses)
    case .failed(let error):
      try fail(path, error, tell)
    case .done:
      break
    }
    states[nextToCommit] = .done
    committedBytes += bytes[nextToCommit]
    nextToCommit += 1
    return true
  }

  /// Counts a path whose content the log has, and makes the rule's decision about it current.
  private mutating func keep(_ analyses: [LoggedAnalysis]) throws {
    var isDecidedAnew = false
    var isDecidedOtherwise = false
    for analysis in analyses {
      if survey.settings.keepsDecisions, let settings = analysis.settingsDigest {
        if settings != survey.plan.settingsDigest { isDecidedOtherwise = true }
      } else if try decisions.decide(analysis) {
        isDecidedAnew = true
      }
    }
    summary.known += 1
    if isDecidedAnew { summary.decidedAnew += 1 }
    if isDecidedOtherwise { summary.decidedOtherwise += 1 }
    knownBytes += bytes[nextToCommit]
  }

  private mutating func commit(
    _ inspection: Inspection, _ streams: [StreamAnalysis], _ tell: (SurveyNews) -> Void
  ) throws {
    let result = RecordingResult(
      recording: RecordingDescription(
        inspection, streams: streams, site: survey.settings.site),
      files: [SeenFile(inspection, now: now)],
      analyses: try streams.map {
        try AnalysisResult(
          $0, of: inspection, plan: survey.plan, bundle: bundle, settings: settings)
      })
    try survey.log.commit(result, again: survey.settings.again ? .supersede : .keep)
    turns.commit(inspection.digest)
    summary.analysed += 1
    let lost = result.recording.gaps.reduce(0) { $0 + $1.range.count }
    if lost > 0 {
      tell(
        .shortened(
          path: inspection.path, lostSeconds: Double(lost) / Double(inspection.sampleRate)))
    }
    let gaps = result.recording.gaps + result.analyses.flatMap(\.gaps)
    summary.gapSeconds += gaps.reduce(0) {
      $0 + Double($1.range.count) / Double(inspection.sampleRate)
    }
    for analysis in result.analyses {
      for event in analysis.decision.detections.events { eventCounts[event.classIndex] += 1 }
    }
  }

  private mutating func fail(
    _ path: String, _ error: SurveyError, _ tell: (SurveyNews) -> Void
  ) throws(EventLogError) {
    try survey.log.note(SeenFile(failed: path, now: now), error: error.description)
    let failure = SurveySummary.Failure(path: path, error: error)
    summary.failures.append(failure)
    tell(.failed(failure))
  }

  /// Microseconds since 1970 UTC.
  private var now: Int64 { Int64(Date().timeIntervalSince1970 * 1e6) }

  private var progress: SurveyProgress {
    var done = committedBytes
    for index in nextToCommit..<nextToAsk {
      if case .analysing(_, let streams) = states[index] {
        let segments = streams.reduce(0) { $0 + $1.segmentCount }
        done += bytes[index] * Int64(segmentsDone[index]) / Int64(max(segments, 1))
      }
    }
    return SurveyProgress(
      recordings: nextToCommit, totalRecordings: findings.count, bytes: done,
      totalBytes: totalBytes, seconds: summary.seconds, knownBytes: knownBytes)
  }
}

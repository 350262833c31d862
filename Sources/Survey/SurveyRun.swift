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
    case failed(SurveyError)
    /// Nothing is left to do: the log had it.
    case known
  }

  private let survey: Survey
  private let findings: [RecordingFinder.Finding]
  private let board: WorkBoard<SurveyWork, SurveyOutcome>
  private let bundle: BundleID
  private let settings: SettingsID
  private let decisions: StoredDecisions

  private var states: [State]
  private let bytes: [Int64]
  private let totalBytes: Int64
  private var committedBytes: Int64 = 0
  private var segmentsDone: [Int]
  private var nextToAsk = 0
  private var nextToPlan = 0
  private var nextToCommit = 0
  /// Contents that are being analysed and not yet committed, and which path's turn they are.
  private var underWay: [String: Int] = [:]
  /// Contents that this run committed.
  private var committed: Set<String> = []
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
    decisions = StoredDecisions(plan: survey.plan, settings: settings, log: survey.log)
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
      } else if try isKnown(finding.path) {
        states[nextToAsk] = .known
      } else {
        states[nextToAsk] = .asked
        board.post([.inspect(recording: nextToAsk, path: finding.path)], urgent: false)
      }
      nextToAsk += 1
    }
  }

  /// Whether the log says that this very file was analysed as it is to be now.
  private mutating func isKnown(_ path: String) throws -> Bool {
    guard !survey.settings.again, let sha256 = try survey.log.unchangedContent(of: path),
      let channels = try survey.log.channels(ofRecording: sha256)
    else { return false }
    let streams: [ChannelStream] =
      switch survey.settings.channel {
      case .channel(let channel): [.channel(channel)]
      case .each: (0..<channels).map { .channel($0) }
      case .mix: [.mix]
      }
    return try areDone(streams, sha256: sha256)
  }

  /// Whether all streams are analysed; if so, the rule's decision about them is made current.
  private mutating func areDone(_ streams: [ChannelStream], sha256: String) throws -> Bool {
    var analyses: [LoggedAnalysis] = []
    for stream in streams {
      let analysis = try survey.log.analysis(
        ofRecording: sha256, channel: AnalysedChannel(stream), bundle: bundle,
        step: survey.plan.step)
      guard let analysis else { return false }
      analyses.append(analysis)
    }
    var isDecidedAnew = false
    for analysis in analyses where try decisions.decide(analysis) { isDecidedAnew = true }
    if isDecidedAnew { summary.decidedAnew += 1 }
    return true
  }

  // MARK: - Planning

  /// Posts the segments of the recordings whose inspection is in, in their order.
  private mutating func plan() throws {
    while nextToPlan < nextToAsk {
      switch states[nextToPlan] {
      case .asked: return
      case .inspected(.success(let inspection)): try plan(inspection)
      case .inspected(.failure(let error)): states[nextToPlan] = .failed(error)
      case .waiting, .analysing, .repeated, .failed, .known: break
      }
      nextToPlan += 1
    }
  }

  private mutating func plan(_ inspection: Inspection) throws {
    if committed.contains(inspection.digest) {
      states[nextToPlan] = .repeated(inspection)
      return
    }
    if let owner = underWay[inspection.digest] {
      guard owner > nextToPlan else {
        states[nextToPlan] = .repeated(inspection)
        return
      }
      // An earlier path that had the content failed: this one takes the place of a later one, which
      // a path must never wait for.
      if case .analysing(let later, _) = states[owner] { states[owner] = .repeated(later) }
    }
    if !survey.settings.again, try areDone(inspection.streams, sha256: inspection.digest) {
      states[nextToPlan] = .repeated(inspection)
      return
    }
    let streams = try inspection.streams.map {
      try StreamAnalysis(
        $0, frames: inspection.frames, sampleRate: inspection.sampleRate, plan: survey.plan)
    }
    underWay[inspection.digest] = nextToPlan
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
      underWay[inspection.digest] = nil
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
      underWay[inspection.digest] = nil
      if let change = inspection.change {
        try fail(path, change, tell)
      } else {
        try commit(inspection, streams, tell)
      }
    case .repeated(let inspection):
      // The path whose content this repeats may have failed meanwhile.
      if try survey.log.note(SeenFile(inspection, now: now), sha256: inspection.digest) {
        summary.known += 1
        knownBytes += bytes[nextToCommit]
      } else {
        states[nextToCommit] = .inspected(.success(inspection))
        nextToPlan = nextToCommit
        return true
      }
    case .failed(let error):
      try fail(path, error, tell)
    case .known:
      summary.known += 1
      knownBytes += bytes[nextToCommit]
    }
    states[nextToCommit] = .known
    committedBytes += bytes[nextToCommit]
    nextToCommit += 1
    return true
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
    committed.insert(inspection.digest)
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

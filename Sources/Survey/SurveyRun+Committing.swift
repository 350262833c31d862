import AudioIO
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier

/// How a survey's paths end: in the log, each in its turn.
extension SurveyRun {
  /// Commits the next path, if all of it is there.
  mutating func commit(_ tell: (SurveyNews) -> Void) throws -> Bool {
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
      let isDone = !survey.settings.again || turns.hasCommitted(inspection.digest)
      guard isDone, let analyses = try known.analyses(of: inspection.content) else {
        // The path whose content this repeats failed meanwhile: it is this one's turn.
        states[nextToCommit] = .inspected(.success(inspection))
        nextToPlan = nextToCommit
        return true
      }
      try survey.log.note(SeenFile(inspection, now: now), sha256: inspection.digest)
      try keep(analyses, of: inspection.content)
    case .known(let content):
      guard let analyses = try known.analyses(of: content) else {
        // Another process has taken it away.
        inspect(nextToCommit)
        nextToPlan = nextToCommit
        return false
      }
      try keep(analyses, of: content)
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
  mutating func keep(
    _ analyses: [LoggedAnalysis], of content: KnownContents.Content
  ) throws {
    if try known.place(content, at: findings[nextToCommit].path) { summary.placedAnew += 1 }
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

  mutating func commit(
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

  mutating func fail(
    _ path: String, _ error: SurveyError, _ tell: (SurveyNews) -> Void
  ) throws(EventLogError) {
    try survey.log.note(SeenFile(failed: path, now: now), error: error.description)
    let failure = SurveySummary.Failure(path: path, error: error)
    summary.failures.append(failure)
    tell(.failed(failure))
  }

  /// Microseconds since 1970 UTC.
  var now: Int64 { Int64(Date().timeIntervalSince1970 * 1e6) }

  var progress: SurveyProgress {
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

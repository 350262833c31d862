import AudioIO
public import Evaluation
import EventDetection
public import LabelledSound
import SpeciesClassifier
public import Survey
import Threading

/// A model on annotated recordings: the events that the rule finds, beside those that are so.
///
/// Recordings go the way of a survey: segment by segment, at the plan's step, through its rule.
public struct EventJudgement: Sendable {
  public let plan: AnalysisPlan
  public let judged: JudgedBundle
  public let recordings: [AnnotatedRecording]
  private let map: LabelMap
  /// Labels of events that no class stands for, and how many events have them. Such events are not
  /// counted: the model could not know them.
  public let unknownLabels: [(label: SoundLabel, events: Int)]

  /// What was found in one recording.
  public struct Finding: Sendable {
    public let recording: AnnotatedRecording
    public let truth: [EventEvaluation.Event]
    /// By format.
    public let found: [NumberFormat: [EventEvaluation.Event]]
  }

  /// - Parameters:
  ///   - judged: The plan's bundle.
  /// - Throws: ``DetectionError`` for a label whose two names are of two classes.
  public init(
    plan: AnalysisPlan, judged: JudgedBundle, recordings: [AnnotatedRecording], map: LabelMap
  ) throws {
    self.plan = plan
    self.judged = judged
    self.recordings = recordings
    self.map = map
    var unknown: [SoundLabel: Int] = [:]
    for event in recordings.flatMap(\.events)
    where try map.indices(of: event.label).isEmpty {
      unknown[event.label, default: 0] += 1
    }
    unknownLabels = unknown.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// - Parameters:
  ///   - jobs: Threads.
  ///   - tell: On this thread, for each recording in its turn: its name, and what was wrong with it.
  /// - Returns: Those that could be judged, in their order.
  public func run(
    jobs: Int, stop: @escaping @Sendable () -> Bool = { false },
    tell: (_ recording: String, _ problem: String?) -> Void = { _, _ in }
  ) throws -> [Finding] {
    var findings: [Finding] = []
    let work = ParallelWork(items: recordings, jobs: jobs) { [self] in
      { recording -> Result<Finding, ClipFailure> in
        do {
          return .success(try finding(in: recording))
        } catch {
          return .failure(ClipFailure(reason: "\(error)"))
        }
      }
    }
    try work.runInOrder(stop: stop) { position, outcome in
      switch outcome {
      case .success(let finding):
        findings.append(finding)
        tell(recordings[position].name, nil)
      case .failure(let failure): tell(recordings[position].name, failure.reason)
      }
    }
    return findings
  }

  private func finding(in recording: AnnotatedRecording) throws -> Finding {
    var reader = try ChannelReader(SoundFile(path: recording.path), .channel(0))
    let rate = reader.sampleRate
    let frames = reader.file.frames
    let grid = try plan.bundle.grid(step: plan.step, nativeRate: rate)
    let rule = try plan.rule(for: rate)
    var detectors = Dictionary(
      uniqueKeysWithValues: judged.formats.map {
        ($0, EventDetector(rule: rule, timeline: nil))
      })
    var findings: [NumberFormat: [EventDetection.Finding]] = [:]
    var scorer = try WindowScorer(judged, step: plan.step)
    var block = [Float](repeating: 0, count: ChannelReader.largestBlock)
    for index in 0..<grid.segmentCount(frames: frames) {
      let segment = grid.segment(index)
      var logits = ClipLogits()
      var failure: (any Error)?
      _ = try reader.read(
        segment, grid: grid, block: &block, goOn: { _, _ in failure == nil },
        take: { samples in
          guard failure == nil else { return }
          do { try scorer.process(samples, into: &logits) } catch { failure = error }
        })
      if let failure { throw failure }
      try scorer.finish(into: &logits)
      for format in judged.formats {
        for window in 0..<logits.windows {
          let scores = WindowScores(
            range: grid.range(of: window, in: segment, frames: frames),
            scores: logits.scores(ofWindow: window, format, of: plan.bundle))
          findings[format, default: []] += detectors[format]?.process(scores) ?? []
        }
      }
    }
    for format in judged.formats {
      findings[format, default: []] += detectors[format]?.finish() ?? []
    }
    var truth: [EventEvaluation.Event] = []
    for event in recording.events {
      // Of several classes for one species, the first stands for all.
      guard let index = try map.indices(of: event.label).first else { continue }
      truth.append(.init(classIndex: index, span: event.span))
    }
    return Finding(
      recording: recording, truth: truth,
      found: findings.mapValues { Self.events($0, rate: Double(rate)) })
  }

  private static func events(
    _ findings: [EventDetection.Finding], rate: Double
  ) -> [EventEvaluation.Event] {
    Detections(findings).events.map { event in
      .init(
        classIndex: event.classIndex,
        span: Double(event.range.start) / rate..<Double(event.range.end) / rate)
    }
  }
}

extension ClipLogits {
  /// The calibrated scores of one window, one a class.
  fileprivate func scores(
    ofWindow window: Int, _ format: NumberFormat, of bundle: ModelBundle
  ) -> [Float] {
    let classCount = bundle.classes.count
    let range = window * classCount..<(window + 1) * classCount
    switch format {
    case .int8: return bundle.scoreTable.scores(of: int8[range])
    case .fp32:
      return fp32[range].enumerated().map { index, logit in
        bundle.classes[index].calibration.score(logit: Double(logit))
      }
    }
  }
}

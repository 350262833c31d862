public import AudioIO
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
  /// The step of the windows, and the rule that makes events of them.
  public let plan: AnalysisPlan
  /// The plan's bundle, in the formats that are judged.
  public let judged: JudgedBundle
  /// In the order in which they are judged and told.
  public let recordings: [AnnotatedRecording]
  /// The channel of the recordings.
  public let stream: ChannelStream
  /// Of one threshold for all species, ascending, those at which the plan's rule is possible: from few misses to few
  /// false alarms.
  public let thresholds: [Double]
  /// The plan's rule at each of them.
  private let sweep: [AnalysisPlan]
  private let map: LabelMap
  private let classes: StandingClasses
  private let joinsLabels: Bool
  /// Labels of events that no class stands for, and how many events have them. Such events are not
  /// counted: the model could not know them.
  public let unknownLabels: [(label: SoundLabel, events: Int)]

  /// What was found in one recording.
  public struct Finding: Sendable {
    /// As it was annotated.
    public let recording: AnnotatedRecording
    /// Of the recording's events, those that a class stands for.
    public let labels: Int
    /// These events by start, each of the class that stands for its label; unless it was asked otherwise, those of one
    /// class that touch or overlap are one: a song over two labels of five seconds each.
    public let truth: [EventEvaluation.Event]
    /// By format.
    public let found: [NumberFormat: Found]
    let lost: LostSound?
  }

  /// Events by start, each of the class that stands for its own.
  public struct Found: Sendable {
    /// By the plan's rule.
    public let events: [EventEvaluation.Event]
    /// By it at each of ``EventJudgement/thresholds``.
    public let atThresholds: [[EventEvaluation.Event]]
  }

  /// What was found in all.
  public struct Outcome: Sendable {
    /// Of the recordings that could be judged, in their order.
    public internal(set) var findings: [Finding] = []
    /// Recordings that could not be judged, and why.
    public internal(set) var failures: [(recording: String, reason: String)] = []
    /// Recordings that break off or are damaged: events in what is lost count as missed.
    public internal(set) var damaged: [String] = []
  }

  /// - Parameters:
  ///   - judged: The plan's bundle.
  ///   - joinsLabels: Whether labels of a class that touch or overlap are one event.
  /// - Throws: ``DetectionError`` for a label whose two names are of two classes.
  public init(
    plan: AnalysisPlan, judged: JudgedBundle, recordings: [AnnotatedRecording], map: LabelMap,
    stream: ChannelStream = .channel(0), joinsLabels: Bool = true
  ) throws {
    self.plan = plan
    self.judged = judged
    self.recordings = recordings
    self.map = map
    self.stream = stream
    self.joinsLabels = joinsLabels
    let sweep = (1...19).compactMap { place -> (Double, AnalysisPlan)? in
      var rule = plan.rule
      rule.general.enter = Float(place) / 20
      let other = try? AnalysisPlan(plan.bundle, step: plan.step, rule: rule)
      return other.map { (Double(place) / 20, $0) }
    }
    thresholds = sweep.map { $0.0 }
    self.sweep = sweep.map { $0.1 }
    var unknown: [SoundLabel: Int] = [:]
    var known: [[Int]] = []
    for event in recordings.flatMap(\.events) {
      let indices = try map.indices(of: event.label)
      if indices.isEmpty { unknown[event.label, default: 0] += 1 } else { known.append(indices) }
    }
    classes = StandingClasses(classCount: judged.bundle.classes.count, labels: known)
    unknownLabels = unknown.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// - Parameters:
  ///   - jobs: Threads.
  ///   - tell: On this thread, for each recording in its turn: its name, and what was wrong with it.
  public func run(
    jobs: Int, stop: @escaping @Sendable () -> Bool = { false },
    tell: (_ recording: String, _ problem: String?) -> Void = { _, _ in }
  ) throws -> Outcome {
    var outcome = Outcome()
    let work = ParallelWork(items: recordings, jobs: jobs) { [self] in
      { recording -> Result<Finding, ClipFailure> in
        do {
          return .success(try finding(in: recording))
        } catch {
          return .failure(ClipFailure(reason: "\(error)"))
        }
      }
    }
    try work.runInOrder(stop: stop) { position, result in
      let name = recordings[position].name
      switch result {
      case .success(let finding):
        outcome.findings.append(finding)
        if finding.lost != nil { outcome.damaged.append(name) }
        tell(name, finding.lost?.description)
      case .failure(let failure):
        outcome.failures.append((name, failure.reason))
        tell(name, failure.reason)
      }
    }
    return outcome
  }

  private func finding(in recording: AnnotatedRecording) throws -> Finding {
    var reader = try ChannelReader(SoundFile(path: recording.path), stream)
    let rate = reader.sampleRate
    let frames = reader.file.frames
    let grid = try plan.bundle.grid(step: plan.step, nativeRate: rate)
    let rules = try sweep.map { try $0.rule(for: rate) }
    let empty = RuleSweep(try plan.rule(for: rate), others: rules)
    var sweeps = Dictionary(uniqueKeysWithValues: judged.formats.map { ($0, empty) })
    var scorer = try WindowScorer(judged, step: plan.step)
    var damaged: Int64 = 0
    var damage: String?
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
      damaged += reader.damagedFrames(of: segment)
      damage = damage ?? reader.file.damage
      try scorer.finish(into: &logits)
      for format in judged.formats {
        for window in 0..<logits.windows {
          sweeps[format]?.process(
            WindowScores(
              range: grid.range(of: window, in: segment, frames: frames),
              scores: logits.scores(ofWindow: window, format, of: plan.bundle)))
        }
      }
    }
    if let damage, damaged >= frames {
      throw AudioValidationError.damaged(path: recording.path, reason: damage)
    }
    for format in judged.formats { sweeps[format]?.finish() }
    var labelled: [EventEvaluation.Event] = []
    for event in recording.events {
      guard let index = try map.indices(of: event.label).first else { continue }
      labelled.append(.init(classIndex: index, span: event.span))
    }
    let lost = damaged + Int64(reader.file.lostFrames?.count ?? 0)
    return Finding(
      recording: recording, labels: labelled.count,
      truth: classes.truth(labelled, areJoined: joinsLabels),
      found: sweeps.mapValues { sweep in
        Found(
          events: events(sweep.findings, rate: Double(rate)),
          atThresholds: sweep.otherFindings.map { events($0, rate: Double(rate)) })
      },
      lost: LostSound(
        path: recording.path, frames: lost, sampleRate: rate,
        breaksOff: reader.file.ending != .complete))
  }

  private func events(
    _ findings: [EventDetection.Finding], rate: Double
  ) -> [EventEvaluation.Event] {
    let found = Detections(findings).events.map { event in
      EventEvaluation.Event(
        classIndex: event.classIndex,
        span: Double(event.range.start) / rate..<Double(event.range.end) / rate)
    }
    return classes.found(found)
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

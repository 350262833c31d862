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
  private let map: LabelMap
  /// Of each class, the one that stands for it: where a model tells calls of one species apart, and a label does
  /// not, the first of the species' classes stands for all.
  private let stands: [Int]
  /// Labels of events that no class stands for, and how many events have them. Such events are not
  /// counted: the model could not know them.
  public let unknownLabels: [(label: SoundLabel, events: Int)]

  /// What was found in one recording.
  public struct Finding: Sendable {
    /// As it was annotated.
    public let recording: AnnotatedRecording
    /// Of the recording's events, those that a class stands for.
    public let labels: Int
    /// These events by start, each of the class that stands for its label. Those of one class that touch or overlap
    /// are one, as they are to the rule: a call over two labels of five seconds each is one event.
    public let truth: [EventEvaluation.Event]
    /// By format: by the plan's rule, then by it at each of ``RuleSweep/thresholds``.
    let found: [NumberFormat: [[EventEvaluation.Event]]]
    let lost: LostSound?
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
  /// - Throws: ``DetectionError`` for a label whose two names are of two classes.
  public init(
    plan: AnalysisPlan, judged: JudgedBundle, recordings: [AnnotatedRecording], map: LabelMap,
    stream: ChannelStream = .channel(0)
  ) throws {
    self.plan = plan
    self.judged = judged
    self.recordings = recordings
    self.map = map
    self.stream = stream
    var unknown: [SoundLabel: Int] = [:]
    var stands = Array(judged.bundle.classes.indices)
    for event in recordings.flatMap(\.events) {
      let own = Set(try map.indices(of: event.label).map { stands[$0] })
      guard let first = own.min() else {
        unknown[event.label, default: 0] += 1
        continue
      }
      guard own.count > 1 else { continue }
      stands = stands.map { own.contains($0) ? first : $0 }
    }
    self.stands = stands
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
    var sweep = RuleSweep(try plan.rule(for: rate), formats: judged.formats)
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
          sweep.process(
            WindowScores(
              range: grid.range(of: window, in: segment, frames: frames),
              scores: logits.scores(ofWindow: window, format, of: plan.bundle)),
            format)
        }
      }
    }
    if let damage, damaged >= frames {
      throw AudioValidationError.damaged(path: recording.path, reason: damage)
    }
    sweep.finish()
    var labelled: [EventEvaluation.Event] = []
    for event in recording.events {
      guard let index = try map.indices(of: event.label).first else { continue }
      labelled.append(.init(classIndex: index, span: event.span))
    }
    let lost = damaged + Int64(reader.file.lostFrames?.count ?? 0)
    return Finding(
      recording: recording, labels: labelled.count,
      truth: Self.united(labelled, stands: stands) { _, distance in distance <= 0 },
      found: sweep.findings.mapValues { rules in rules.map { events($0, rate: Double(rate)) } },
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
    return Self.united(found, stands: stands)
  }

  /// Events by the classes that stand for theirs: what several classes of one species hear at the same time is one
  /// event.
  /// - Parameter found: By start.
  static func united(_ found: [EventEvaluation.Event], stands: [Int]) -> [EventEvaluation.Event] {
    let several = Set(stands.indices.filter { stands[$0] != $0 }.map { stands[$0] })
    return united(found, stands: stands) { several.contains($0) && $1 < 0 }
  }

  /// - Parameters:
  ///   - events: By start.
  ///   - areOne: Whether two events of a class are one, by that class and by the seconds from the end of the first to
  ///     the start of the second, negative where they overlap.
  private static func united(
    _ events: [EventEvaluation.Event], stands: [Int],
    where areOne: (_ classIndex: Int, _ distance: Double) -> Bool
  ) -> [EventEvaluation.Event] {
    var united: [EventEvaluation.Event] = []
    var last: [Int: Int] = [:]
    for event in events {
      let (index, span) = (stands[event.classIndex], event.span)
      if let place = last[index],
        areOne(index, span.lowerBound - united[place].span.upperBound)
      {
        let before = united[place].span
        united[place].span = before.lowerBound..<max(before.upperBound, span.upperBound)
      } else {
        last[index] = united.count
        united.append(.init(classIndex: index, span: span))
      }
    }
    return united
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

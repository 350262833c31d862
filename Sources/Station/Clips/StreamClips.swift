import AudioCapture
import AudioIO
import EventDetection
import EventLog
import SpeciesClassifier
import Survey

/// The sound that is kept of one stream's events: its last seconds, and the decisions about them.
struct StreamClips: ~Copyable {
  private let keeper: ClipKeeper
  private let input: StationInput
  private let device: String
  private let sampleRate: Int
  /// Of the stream, in its journal.
  private let number: Int
  private let table: ScoreTable
  /// No class of a window that was not stored has more.
  private let unstoredScore: Float
  private var cutter: ClipCutter
  private var history: SoundHistory

  /// - Throws: ``ClipPolicyError``, ``DetectionError``.
  init(
    _ keeper: ClipKeeper, _ input: StationInput, _ stream: CaptureStream, number: Int
  ) throws {
    let rate = stream.format.sampleRate
    let rule = try keeper.rule(for: input.plan, sampleRate: rate)
    let length = rule.historyLength(
      decisionDelay: try input.plan.rule(for: rate).longestDelay + rule.patience)
    self.keeper = keeper
    self.input = input
    self.number = number
    device = stream.source
    sampleRate = rate
    table = input.plan.bundle.scoreTable
    unstoredScore = input.plan.bundle.manifest.scoreFloor.nextDown
    cutter = ClipCutter(rule, historyLength: length)
    history = SoundHistory(
      capacity: length, isInteger16: stream.format.sample == .s16 && !stream.isMixed)
  }

  /// Takes samples, before they are classified.
  mutating func hear(_ samples: Span<Float>, at position: Int64) {
    history.append(samples, at: position)
  }

  mutating func lose(_ count: Int64) { history.lose(count) }

  /// Takes what samples have come to, and hands over the clips that are due.
  /// - Returns: Why sound of events is not kept.
  mutating func take(
    _ result: LiveClassifier.Result, open: [Event], closed: [Event], isLast: Bool,
    _ timeline: Timeline
  ) -> [ClipCutter.Cause] {
    judge(result)
    cutter.observe(open: open, closed: closed)
    var causes: [ClipCutter.Cause] = []
    for decision in cutter.takeDue(position: history.end, isLast: isLast) {
      switch decision.verdict {
      case .drop(let cause): causes.append(cause)
      case .keep(let range):
        guard case .sound(let samples, let lost) = history.extract(range) else {
          causes.append(.gone)
          continue
        }
        var facts = facts(of: decision.event, range, timeline)
        facts.lost = lost
        keeper.offer(Clip(facts: facts, samples: samples))
      }
    }
    return causes
  }

  private mutating func judge(_ result: LiveClassifier.Result) {
    let stored = Array(result.windows)
    var next = 0
    for range in result.judged {
      var voice = unstoredScore
      if next < stored.count, stored[next].range == range {
        let scores = table.scores(of: stored[next].outputs)
        voice = cutter.rule.voiceScore { scores[$0] }
        next += 1
      }
      cutter.judge(range, voice: voice)
    }
  }

  private func facts(
    of event: Event, _ range: SampleRange, _ timeline: Timeline
  ) -> ClipFacts {
    let bundle = input.plan.bundle
    var facts = ClipFacts(
      classIndex: event.classIndex, taxon: bundle.classes[event.classIndex].taxon,
      input: input.name, device: device, deployment: input.deployment,
      startedAt: timeline.utcMicroseconds(at: range.start),
      utcOffsetMinutes: timeline.utcOffsetMinutes(at: range.start), sampleRate: sampleRate,
      range: range, event: event.range, peakScore: event.peakScore, meanScore: event.meanScore,
      model: bundle.manifest.name, modelVersion: bundle.manifest.version)
    facts.stream = number
    return facts
  }
}

extension ResolvedRule {
  /// Native samples from the end of an event until it is over for certain, of any class.
  fileprivate var longestDelay: Int64 {
    classes.map { max($0.bridgedGap, $0.confirmationSpan) }.max() ?? 0
  }
}

import EventDetection
import TestSupport
import Testing

@testable import Station

/// The promises of the cutter, checked against the whole stream by brute force.
@Suite struct ClipCutterPropertyTests {
  @Test(arguments: 0..<40 as Range<UInt64>)
  func `no clip touches a voice or sound that was not judged, and each holds its event`(
    part: UInt64
  ) throws {
    var kept = 0
    var dropped: Set<ClipCutter.Cause> = []
    for seed in part * 50..<part * 50 + 50 {
      let stream = SimulatedStream(seed: seed)
      let decisions = try stream.run()
      stream.check(decisions)
      for decision in decisions {
        switch decision.verdict {
        case .keep: kept += 1
        case .drop(let cause): dropped.insert(cause)
        }
      }
    }
    // Or it would say nothing.
    #expect(kept > 15 && dropped.isSuperset(of: [.voice, .unjudged]))
  }
}

/// A stream at 16 kHz with windows, losses, voices and events, at random.
private struct SimulatedStream {
  static let rate: Int64 = 16_000
  static let windowLength: Int64 = 48_000

  struct Decided {
    var event: Event
    var verdict: ClipCutter.Verdict
    var position: Int64
    var isLast: Bool
  }

  struct Heard {
    var event: Event
    /// When it was certain, and when the rule said that it was over.
    var knownAt: Int64
    var closedAt: Int64
  }

  let seed: UInt64
  let length: Int64
  let settings: ClipPolicy
  let threshold: Float
  let margin: Int64
  let hasFullHistory: Bool
  var windows: [(range: SampleRange, voice: Float)] = []
  var lost: [SampleRange] = []
  var heard: [Heard] = []
  /// From the end of an event until it is closed, at most.
  static let decisionDelay: Int64 = 9 * rate

  init(seed: UInt64) {
    self.seed = seed
    var random = SplitMix64(seed: seed)
    length = .random(in: 20 * Self.rate...150 * Self.rate, using: &random)
    threshold = .random(in: 0.1...0.8, using: &random)
    let marginSeconds = Double.random(in: 0...4, using: &random)
    margin = Int64((marginSeconds * Double(Self.rate)).rounded())
    hasFullHistory = Bool.random(using: &random)
    settings = ClipPolicy.sample(
      before: .random(in: 0...5, using: &random), after: .random(in: 0...5, using: &random),
      longest: .random(in: 10.5...25, using: &random), except: ["Rain"],
      voices: .drop(threshold: threshold, margin: marginSeconds))

    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let start = Int64.random(in: 0..<length - 1, using: &random)
      lost.append(
        SampleRange(
          start: start, end: min(start + .random(in: 1...5 * Self.rate, using: &random), length)))
    }
    let step = Self.windowLength / .random(in: 1...3, using: &random)
    let voices = Double.random(in: 0...0.1, using: &random)
    for start in stride(from: 0, through: length - Self.windowLength, by: Int(step)) {
      let range = SampleRange(start: start, end: start + Self.windowLength)
      guard !lost.contains(where: range.overlaps) else { continue }
      let isVoice = Double.random(in: 0..<1, using: &random) < voices
      let voice: Float =
        isVoice
        ? [threshold, 1, .nan].randomElement(using: &random) ?? 1
        : .random(in: 0..<threshold, using: &random)
      windows.append((range, voice))
    }
    var isTaken: [Int: Int64] = [:]
    for _ in 0..<Int.random(in: 1...12, using: &random) where !windows.isEmpty {
      let first = Int.random(in: windows.indices, using: &random)
      let last = min(first + .random(in: 0...12, using: &random), windows.count - 1)
      let classIndex = Int.random(in: 0..<5, using: &random)
      let range = SampleRange(start: windows[first].range.start, end: windows[last].range.end)
      // Events of one class do not overlap.
      guard range.start > isTaken[classIndex] ?? -1 else { continue }
      isTaken[classIndex] = range.end + Self.decisionDelay
      heard.append(
        Heard(
          event: Event(
            classIndex: classIndex, range: range, peakScore: 0.9, meanScore: 0.8, windows: 1),
          knownAt: windows[min(first + .random(in: 0...1, using: &random), last)].range.end,
          closedAt: range.end + .random(in: 0...Self.decisionDelay, using: &random)))
    }
  }

  func rule() throws -> ClipRule { try ClipRuleTests.rule(settings) }

  func run() throws -> [Decided] {
    var random = SplitMix64(seed: ~seed)
    let rule = try rule()
    let full = rule.historyLength(decisionDelay: Self.decisionDelay)
    var cutter = ClipCutter(
      rule, historyLength: hasFullHistory ? full : .random(in: 66_000...full, using: &random))
    var decisions: [Decided] = []
    var position: Int64 = 0
    var seen: Int64 = 0
    var told = 0
    while position < length {
      position = min(position + .random(in: 1...65_536, using: &random), length)
      let isLast = position == length
      // Resampler and front end hold back a little.
      let computed = isLast ? length : max(position - .random(in: 0...8_000, using: &random), seen)
      while told < windows.count, windows[told].range.end <= computed {
        cutter.judge(windows[told].range, voice: windows[told].voice)
        told += 1
      }
      cutter.observe(
        open: heard.filter { $0.knownAt <= computed && !($0.closedAt <= computed || isLast) }
          .map { event($0, at: computed) },
        closed: heard.filter {
          ($0.closedAt <= computed || isLast) && !($0.closedAt <= seen)
        }.map(\.event))
      seen = computed
      decisions += cutter.takeDue(position: position, isLast: isLast).map {
        Decided(event: $0.event, verdict: $0.verdict, position: position, isLast: isLast)
      }
      checkHistory(decisions, position, cutter.historyLength)
    }
    return decisions
  }

  /// An event as far as it is known.
  private func event(_ heard: Heard, at position: Int64) -> Event {
    var event = heard.event
    let end = windows.last { $0.range.end <= position && $0.range.end <= event.range.end }
    event.range.end = max(end?.range.end ?? 0, event.range.start + Self.windowLength)
    return event
  }

  private func checkHistory(_ decisions: [Decided], _ position: Int64, _ history: Int64) {
    for case .keep(let range) in decisions.filter({ $0.position == position }).map(\.verdict) {
      #expect(range.start >= position - history && range.end <= position, "seed \(seed)")
    }
  }

  func check(_ decisions: [Decided]) {
    let wanted = heard.filter { [0, 1].contains($0.event.classIndex) }
    #expect(
      decisions.map { [Int64($0.event.classIndex), $0.event.range.start] }.sorted(by: ordered)
        == wanted.map { [Int64($0.event.classIndex), $0.event.range.start] }.sorted(by: ordered),
      "one decision for each event, seed \(seed)")
    for decision in decisions { check(decision) }
  }

  private func ordered(_ a: [Int64], _ b: [Int64]) -> Bool { a.lexicographicallyPrecedes(b) }

  private func samples(_ seconds: Double) -> Int64 {
    Int64((seconds * Double(Self.rate)).rounded())
  }

  private func check(_ decision: Decided) {
    let event = decision.event.range
    let start = max(event.start - samples(settings.before), 0)
    let wanted = SampleRange(
      start: start, end: min(event.end + samples(settings.after), start + samples(settings.longest))
    )
    let near = SampleRange(start: wanted.start - margin, end: wanted.end + margin)
    let hasVoiceNear = hasVoice(near)
    let isJudged =
      uncovered(SampleRange(start: max(near.start, 0), end: near.end)).isEmpty
    switch decision.verdict {
    case .keep(let clip):
      #expect(
        !hasVoice(SampleRange(start: clip.start - margin, end: clip.end + margin)),
        "a voice, seed \(seed)")
      #expect(uncovered(clip).isEmpty, "not judged, seed \(seed)")
      #expect(clip.start >= wanted.start && clip.end <= wanted.end, "too much, seed \(seed)")
      #expect(event.overlaps(clip), "seed \(seed)")
      guard hasFullHistory else { return }
      #expect(
        clip.start <= event.start && clip.end >= min(event.end, wanted.end),
        "not all of the event, seed \(seed)")
      if isJudged { #expect(clip == wanted, "too little, seed \(seed)") }
    case .drop(.voice): #expect(hasVoiceNear, "no voice, seed \(seed)")
    case .drop(.unjudged): #expect(!hasFullHistory || !isJudged, "all judged, seed \(seed)")
    case .drop(.gone): #expect(!hasFullHistory, "seed \(seed)")
    }
  }

  private func hasVoice(_ range: SampleRange) -> Bool {
    windows.contains { $0.range.overlaps(range) && !($0.voice < threshold) }
  }

  /// What of a range lies in no window.
  private func uncovered(_ range: SampleRange) -> [SampleRange] {
    windows.reduce([range]) { rest, window in
      rest.flatMap { piece -> [SampleRange] in
        guard piece.overlaps(window.range) else { return [piece] }
        return [
          SampleRange(start: piece.start, end: max(piece.start, window.range.start)),
          SampleRange(start: min(piece.end, window.range.end), end: piece.end),
        ].filter { $0.count > 0 }
      }
    }
  }
}

import AudioFeatures
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import Survey

/// The scores of one channel of a recording.
struct Evidence {
  /// Hz.
  let sampleRate: Int
  let frames: Int64
  let timeline: Timeline?
  /// Stored windows, by start.
  let windows: StoredWindows
  /// Where the scores come from, for people.
  let source: String

  init(
    sampleRate: Int, frames: Int64, timeline: Timeline?, windows: StoredWindows, source: String
  ) {
    self.sampleRate = sampleRate
    self.frames = frames
    self.timeline = timeline
    self.windows = windows
    self.source = source
  }

  /// - Parameter log: One that was looked at, and has no such scores of it.
  init(_ analysis: RecordingAnalysis, unknownTo log: String?) {
    self.init(
      sampleRate: analysis.sampleRate, frames: analysis.frames, timeline: analysis.timeline,
      windows: analysis.windows,
      source: "the sound itself"
        + (log.map { "; \($0) has no scores of it by this model, at this step" } ?? ""))
  }

  var seconds: Double { Double(frames) / Double(sampleRate) }

  /// When it was recorded and how that is known, for people.
  var time: String {
    guard let timeline else { return "when it was recorded is not known" }
    var instant = Date(
      timeIntervalSince1970: (Double(timeline.utcMicroseconds(at: 0)) / 1e6).rounded(.down))
    var zone = "Z"
    if let offset = timeline.utcOffsetMinutes(at: 0) {
      instant += Double(offset) * 60
      let minutes = abs(offset)
      zone =
        (offset < 0 ? "-" : "+") + "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):"
        + "\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }
    return "recorded \(instant.formatted(.iso8601).dropLast())\(zone), by "
      + timeline.source(at: 0).inWords
  }
}

extension TimeAnchor.Source {
  fileprivate var inWords: String {
    switch self {
    case .synchronisedClock: "the station's clock"
    case .unsynchronisedClock: "the station's clock, which nothing synchronised"
    case .guano: "its GUANO chunk"
    case .wamd: "its WAMD chunk"
    case .comment: "the recorder's comment"
    case .fileName: "its name"
    case .modificationTime: "the file's modification time, which is a guess"
    }
  }
}

/// What `earshot why` was asked, and the answer.
struct Inquiry {
  let lines: [String]

  /// - Parameters:
  ///   - seconds: Only what is heard there.
  ///   - species: Only this class.
  init(plan: AnalysisPlan, evidence: Evidence, at seconds: Double?, species: String?) throws {
    let rate = Double(evidence.sampleRate)
    if let seconds, seconds >= evidence.seconds {
      throw UsageError(
        "--at \(decimal(seconds, places: 1)): the recording ends at "
          + "\(decimal(evidence.seconds, places: 1)) s.")
    }
    let rule = try plan.rule(for: evidence.sampleRate)
    let windows = evidence.windows.map(plan.scores)
    let detections = EventDetector.detections(
      in: windows, rule: rule, timeline: evidence.timeline)
    let wanted = try species.map {
      Set(try ClassNames(plan.bundle.classes.map(\.taxon)).indices(of: $0, in: "--species"))
    }
    let findings =
      (detections.events.map(Finding.event) + detections.candidates.map(Finding.candidate))
      .filter { finding in
        guard wanted?.contains(finding.classIndex) ?? true else { return false }
        guard let seconds else {
          // Sounds of the background fill a recording; they are shown where they are asked for.
          let kind = plan.bundle.classes[finding.classIndex].taxon.kind
          return wanted != nil || kind != .background
        }
        let sample = Int64(seconds * rate)
        return finding.range.start <= sample && sample < finding.range.end
      }
      .sorted { ($0.range.start, $0.classIndex) < ($1.range.start, $1.classIndex) }

    var lines = [Self.head(plan, evidence), evidence.time]
    for finding in findings {
      let explanation = Explanation(
        finding, rule: rule, windows: windows, timeline: evidence.timeline)
      lines.append("")
      lines += Self.lines(explanation, rate: rate)
    }
    if findings.isEmpty {
      lines.append("")
      let window =
        Double(plan.bundle.windowLength) / Double(plan.bundle.manifest.frontEnd.sampleRate)
      lines +=
        2 * evidence.seconds < window
        ? [
          "Nothing: the recording takes \(decimal(evidence.seconds, places: 2)) s, less than half a "
            + "window."
        ]
        : Self.nothing(plan, windows, rule, wanted, at: seconds, rate: rate)
    }
    self.lines = lines
  }

  private static func head(_ plan: AnalysisPlan, _ evidence: Evidence) -> String {
    let manifest = plan.bundle.manifest
    let modelRate = Double(manifest.frontEnd.sampleRate)
    let window = decimal(Double(plan.bundle.windowLength) / modelRate, places: 2)
    let step = decimal(Double(plan.step) / modelRate, places: 2)
    return "\(manifest.name) \(manifest.version), windows of \(window) s every \(step) s, from "
      + evidence.source
  }

  private static func lines(_ explanation: Explanation, rate: Double) -> [String] {
    let name = explanation.rule.taxon.commonName
    var lines = ["\(span(explanation.finding.range, rate))  \(name): \(explanation.verdict)."]
    for window in explanation.windows {
      let score = Double(window.score)
      let mark =
        window.score >= explanation.rule.enter
        ? "reaches the threshold"
        : window.score >= explanation.rule.stay ? "keeps an event going" : ""
      let bar = String(repeating: "#", count: Int((score * 20).rounded()))
      let line =
        "  \(span(window.range, rate))  \(decimal(score, places: 3))  "
        + bar.padding(toLength: 20, withPad: ".", startingAt: 0) + "  " + mark
      lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
    }
    return lines
  }

  /// What is said where no window reaches a staying threshold: the scores there are.
  private static func nothing(
    _ plan: AnalysisPlan, _ windows: [WindowScores], _ rule: ResolvedRule, _ wanted: Set<Int>?,
    at seconds: Double?, rate: Double
  ) -> [String] {
    let floor = decimal(Double(plan.bundle.manifest.scoreFloor), places: 3)
    let place = seconds.map { " at \(decimal($0, places: 1)) s" } ?? ""
    let near = windows.filter { window in
      guard let seconds else { return true }
      let sample = Int64(seconds * rate)
      return window.range.start <= sample && sample < window.range.end
    }
    // A sound of the background is never an event: its score explains nothing unless asked for.
    let classes = plan.bundle.classes.indices.filter {
      wanted?.contains($0) ?? (plan.bundle.classes[$0].taxon.kind != .background)
    }
    let best = classes.map { index in
      (index: index, window: near.max { $0.scores[index] < $1.scores[index] })
    }.compactMap { entry in
      entry.window.map { (index: entry.index, score: $0.scores[entry.index], range: $0.range) }
    }.sorted { $0.score > $1.score }
    guard !best.isEmpty else {
      return ["Nothing\(place): every score is below \(floor), the floor of what is stored."]
    }
    var lines = [
      "No candidate\(place). The highest scores there, and what would keep an event going:"
    ]
    for entry in best.prefix(wanted == nil ? 3 : 10) {
      let rule = rule.classes[entry.index]
      lines.append(
        "  \(span(entry.range, rate))  \(rule.taxon.commonName)  "
          + "\(decimal(Double(entry.score), places: 3)), below \(decimal(Double(rule.stay), places: 3))"
      )
    }
    return lines
  }

  private static func span(_ range: SampleRange, _ rate: Double) -> String {
    "\(decimal(Double(range.start) / rate, places: 2)) to "
      + "\(decimal(Double(range.end) / rate, places: 2)) s"
  }
}

import ArgumentParser
import Evaluation
import LabelledSound

/// How labels and recordings are read.
struct LabelOptions: ParsableArguments {
  enum Rows: String, ExpressibleByArgument, CaseIterable { case automatic, clips, events }

  @Option(
    help: """
      A regular expression with one group, which is the recording that a file's name tells: \
      '^([0-9]+)_'.
      """)
  var recordingPattern: String?

  @Option(
    help: """
      What a table's rows are: clips or events (automatic: events if its columns are start_s and \
      end_s).
      """)
  var rows = Rows.automatic

  func set(at path: String) throws -> LabelledSet {
    let key = try recordingPattern.map { try RecordingKey(pattern: $0) } ?? .byName
    let meaning: LabelledSet.Meaning =
      switch rows {
      case .automatic: .automatic
      case .clips: .clips
      case .events: .events
      }
    let set = try LabelledSet(path: path, key: key, meaning: meaning)
    try Self.refuse(recordingPattern, thatFitsNoneOf: [set])
    return set
  }

  /// - Throws: ``LabelledSoundError/pattern(_:reason:)``.
  static func refuse(_ pattern: String?, thatFitsNoneOf sets: [LabelledSet]) throws {
    guard let pattern, sets.allSatisfy({ $0.namedByPattern == 0 }) else { return }
    guard
      let name = sets.lazy.compactMap({ $0.clips.first?.name ?? $0.recordings.first?.name }).first
    else { return }
    throw LabelledSoundError.pattern(pattern, reason: "it fits no file's name, such as \(name)")
  }
}

/// When a found event is a true one, and the rule that finds it.
struct EventToleranceOptions: ParsableArguments {
  @Option(
    help: """
      A found event is a true one if what both cover is at least this share of what either covers \
      (default: 0.3).
      """)
  var iou: Double?

  @Option(
    help: """
      Instead: if they begin at most so many seconds apart, and end as near or within half the true \
      event's length.
      """)
  var collar: Double?

  @Option(
    help: "A configuration file (YAML) with the detection rule; Configs/survey.yaml documents it.")
  var config: String?

  @Option(
    parsing: .unconditional,
    help: "Score, above 0 to 1, that begins an event; each species' own without.")
  var threshold: String?

  @Flag(
    help: """
      Counts labels one by one that are of the same class and touch or overlap; without it they are one \
      event, as a song over several labels of five seconds is.
      """)
  var apart = false

  func validate() throws {
    if iou != nil, collar != nil { throw ValidationError("Give --iou or --collar, not both.") }
    if let iou, !(iou > 0 && iou <= 1) {
      throw ValidationError("--iou must be above 0 and at most 1, not \(iou).")
    }
    if let collar, !(collar >= 0 && collar.isFinite) {
      throw ValidationError("--collar must be 0 or more seconds, not \(collar).")
    }
  }

  /// The options that were given.
  var given: [String] {
    [
      ("--iou", iou != nil), ("--collar", collar != nil), ("--config", config != nil),
      ("--threshold", threshold != nil), ("--apart", apart),
    ].filter { $0.1 }.map { $0.0 }
  }

  var tolerance: EventTolerance {
    if let collar { return .collar(onset: collar, offset: collar, offsetShare: 0.5) }
    return .overlap(iou ?? 0.3)
  }
}

/// Whether and how sound is made worse.
struct RobustnessOptions: ParsableArguments {
  @Flag(
    help: """
      Judges the first model also under noise at 20 to 0 dB, gain, low sample rates, MP3, a simulated \
      room and time shifts.
      """)
  var robustness = false

  @Option(
    help: """
      A folder of recordings whose sound is mixed in, too: of at most 60 of them the first ten \
      seconds; needs --robustness.
      """)
  var noise: String?

  func validate() throws {
    if noise != nil, !robustness { throw ValidationError("--noise needs --robustness.") }
  }
}

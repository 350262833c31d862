import EventDetection
import EventLog
import TestSupport

/// Small values to fill a log with.
enum Sample {
  static let digest = String(repeating: "b", count: 64)

  static let taxa = [
    Taxon(commonName: "Common raven", scientificName: "Corvus corax"),
    Taxon(commonName: "Wind", kind: .background),
    Taxon(commonName: "Human voice", kind: .human),
  ]

  static func sha256(_ number: Int) -> String {
    String(repeating: "0", count: 60) + String(10_000 + number).suffix(4)
  }

  static let bundle = BundleDescription(
    digest: digest, name: "twelve", version: "1.0.0", sampleRate: 16_000, windowLength: 48_000,
    lowestFrequency: 50, highestFrequency: 8_000, classes: taxa)

  static func file(_ path: String, seenAt: Int64 = 1) -> SeenFile {
    SeenFile(path: path, bytes: 1_000, modified: 5, seenAt: seenAt)
  }

  /// A minute at 48 kHz from 2024-06-01T04:00:00Z, on a clock two hours ahead.
  static func recording(_ number: Int) -> RecordingDescription {
    RecordingDescription(
      sha256: sha256(number), bytes: 1_000, sampleRate: 48_000, channels: 2, frames: 2_880_000,
      device: "AudioMoth", gain: "medium", batteryVolts: 4.1, temperatureCelsius: 12.5,
      deployment: Deployment(site: "Old pond", latitude: 47.05, longitude: 8.31),
      anchors: [
        TimeAnchor(
          sample: 0, utcMicroseconds: start + Int64(number) * 60_000_000, utcOffsetMinutes: 120,
          source: .comment)
      ])
  }

  static let start: Int64 = 1_717_214_400_000_000

  static func event(
    _ classIndex: Int = 0, from start: Double, to end: Double, peak: Float = 0.75,
    mean: Float = 0.5, windows: Int = 2
  ) -> Event {
    Event(
      classIndex: classIndex,
      range: SampleRange(start: Int64(start * 48_000), end: Int64(end * 48_000)),
      peakScore: peak, meanScore: mean, windows: windows)
  }

  static func candidate(_ classIndex: Int = 1, from start: Double, to end: Double) -> Candidate {
    Candidate(
      classIndex: classIndex,
      range: SampleRange(start: Int64(start * 48_000), end: Int64(end * 48_000)),
      peakScore: 0.25, meanScore: 0.125, windows: 1, cause: .belowThreshold)
  }
}

extension EventLog {
  /// Commits a recording with one analysis.
  func add(
    _ number: Int = 0, paths: [String], bundle: BundleID, settings: SettingsID,
    events: [Event] = [], candidates: [Candidate] = [], again: Repetition = .keep,
    recording: RecordingDescription? = nil
  ) throws {
    let decision = DecisionResult(
      settings: settings,
      detections: Detections(events.map(Finding.event) + candidates.map(Finding.candidate)))
    let scores = StoredWindows([
      (0..<144_000, [127, -128, 0]), (96_000..<240_000, [-1, 1, 2]),
    ])
    let analysis = AnalysisResult(
      bundle: bundle, channel: .index(0), step: 16_000, scoreFloor: 0.05, doneThrough: 2_880_000,
      scores: scores,
      gaps: [Gap(range: SampleRange(start: 2_800_000, end: 2_880_000), cause: .tail)],
      decision: decision)
    try commit(
      RecordingResult(
        recording: recording ?? Sample.recording(number), files: paths.map { Sample.file($0) },
        analyses: [analysis]),
      again: again)
  }

  func registerSamples() throws -> (BundleID, SettingsID) {
    (
      try register(Sample.bundle),
      try register(settings: #"{"threshold":0.5}"#, digest: String(repeating: "5", count: 64))
    )
  }
}

extension StoredWindows {
  /// Of a model with three classes.
  init(_ windows: [(range: Range<Int64>, outputs: [Int8])]) {
    self.init(classCount: 3)
    for window in windows {
      append(
        range: SampleRange(start: window.range.lowerBound, end: window.range.upperBound),
        outputs: window.outputs)
    }
  }
}

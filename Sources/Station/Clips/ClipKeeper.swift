import AudioFeatures
import EventDetection
import SpeciesClassifier
public import Survey
import Threading

/// The clips of a station: their folder, the thread that writes them, and what became of each.
public final class ClipKeeper: Sendable {
  let folder: String
  let writer: ClipWriter
  private let settings: ClipPolicy
  private let underWay: UnderWay

  /// - Parameters:
  ///   - folder: Path of a folder that exists.
  ///   - queueBytes: Of sound that may wait to be written.
  ///   - freeFloor: Bytes that stay free on the disk.
  public init(
    _ settings: ClipPolicy, folder: String, queueBytes: Int, freeFloor: Int64
  ) {
    self.settings = settings
    self.folder = folder
    let underWay = UnderWay()
    self.underWay = underWay
    writer = ClipWriter(disk: .folder(folder), queueBytes: queueBytes, freeFloor: freeFloor) {
      switch $0 {
      case .written(let facts, let path, let bytes):
        underWay.finish(
          WrittenClip(
            stream: facts.stream, path: folder + "/" + path, bytes: bytes,
            classIndex: facts.classIndex, eventStart: facts.event.start), of: facts.input)
      case .notWritten(let facts, _): underWay.finish(nil, of: facts.input)
      case .troubled(let trouble):
        underWay.note("clips_suspended", "clips are not written: \(trouble)")
      case .recovered(let lost):
        underWay.note("clips_resumed", "clips are written again; meanwhile \(lost) were not")
      }
    }
  }

  /// Whether the settings and a model fit together.
  /// - Throws: ``ClipPolicyError``.
  public static func check(
    _ settings: ClipPolicy, _ plan: AnalysisPlan
  ) throws(ClipPolicyError) {
    _ = try rule(settings, plan, sampleRate: plan.bundle.manifest.frontEnd.sampleRate)
    guard case .drop(let threshold, _) = settings.voices else { return }
    let floor = plan.bundle.manifest.scoreFloor
    guard threshold >= floor else {
      // Below it, scores are not told apart: every window would be one with a voice.
      throw .privacy(
        name: "threshold", value: Double("\(threshold)") ?? 0,
        expected: "at least \(floor), below which \(plan.bundle.manifest.name) stores no score")
    }
  }

  /// The rule for a stream.
  /// - Parameter sampleRate: Of the stream, Hz.
  func rule(
    for plan: AnalysisPlan, sampleRate: Int
  ) throws(ClipPolicyError) -> ClipRule {
    try Self.rule(settings, plan, sampleRate: sampleRate)
  }

  private static func rule(
    _ settings: ClipPolicy, _ plan: AnalysisPlan, sampleRate: Int
  ) throws(ClipPolicyError) -> ClipRule {
    let manifest = plan.bundle.manifest
    let length = Double(plan.bundle.windowLength) / Double(manifest.frontEnd.sampleRate)
    return try ClipRule(
      settings, classes: plan.bundle.detectableClasses, model: manifest.name,
      sampleRate: sampleRate, windowLength: Int64((length * Double(sampleRate)).rounded(.up)))
  }

  /// Hands a clip over; never waits.
  func offer(_ clip: Clip) {
    underWay.begin(of: clip.facts.input)
    writer.offer(clip)
  }

  /// The clips of an input that were written since the last time.
  func takeWritten(of input: String) -> [WrittenClip] { underWay.take(of: input) }

  /// What an operator should know since the last time: a word and a text for each.
  public func takeNotes() -> [(kind: String, text: String)] { underWay.takeNotes() }

  /// Whether clips of an input wait to be written, or for their rows.
  func isBusy(with input: String) -> Bool { underWay.isBusy(with: input) }

  /// What became of the clips.
  /// - Parameter cleaning: What the last cleaning did.
  public func status(cleaning: String?) -> StationStatus.ClipStatus {
    let counts = writer.counts
    return StationStatus.ClipStatus(
      folder: folder, written: counts.written, writtenBytes: counts.bytes, shed: counts.shed,
      suspended: counts.suspended, failed: counts.failed, stopped: counts.stopped,
      waitingBytes: writer.waitingBytes, trouble: writer.trouble.map { "\($0)" },
      cleaning: cleaning)
  }

  /// Ends the thread when what waits is written, or the time is over.
  /// - Parameter seconds: Until what waits is given up.
  public func stop(within seconds: Double) { writer.stop(within: seconds) }
}

/// Clips between their offer and their rows, by input.
private final class UnderWay: Sendable {
  private struct Contents {
    var offered: [String: Int] = [:]
    var written: [String: [WrittenClip]] = [:]
    var notes: [(kind: String, text: String)] = []
  }

  private let contents = Guarded(Contents())

  func begin(of input: String) { contents.withLock { $0.offered[input, default: 0] += 1 } }

  /// - Parameter clip: `nil` if it was not written.
  func finish(_ clip: WrittenClip?, of input: String) {
    contents.withLock {
      $0.offered[input, default: 1] -= 1
      if let clip { $0.written[input, default: []].append(clip) }
    }
  }

  func take(of input: String) -> [WrittenClip] {
    contents.withLock { $0.written.removeValue(forKey: input) ?? [] }
  }

  func note(_ kind: String, _ text: String) { contents.withLock { $0.notes.append((kind, text)) } }

  func takeNotes() -> [(kind: String, text: String)] {
    contents.withLock { contents in
      defer { contents.notes = [] }
      return contents.notes
    }
  }

  func isBusy(with input: String) -> Bool {
    contents.withLock { $0.offered[input] ?? 0 > 0 || $0.written[input] != nil }
  }
}

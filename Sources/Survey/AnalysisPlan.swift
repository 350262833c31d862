import AudioFeatures
import AudioIO
import ContentDigest
public import EventDetection
public import EventLog
import Foundation
public import SpeciesClassifier

/// What is done with every recording: a model, the step of its windows, and the rule for its scores.
///
/// A plan that exists fits together: the step is possible with the model, and the rule can be
/// satisfied by some sound.
public struct AnalysisPlan: Sendable {
  /// The model.
  public let bundle: ModelBundle
  /// From one window to the next, in samples at the model's rate.
  public let step: Int
  /// As it was asked for: ``rule(for:)`` fits it to a recording.
  public let rule: DetectionRule
  /// The rule as the log stores it: JSON with sorted keys.
  public let settingsJSON: String
  /// SHA-256 of ``settingsJSON``, lower-case hexadecimal: equal rules have equal ones.
  public let settingsDigest: String
  /// Ten minutes, but for tests.
  package let segmentSeconds: Int

  /// - Parameters:
  ///   - step: In samples at the model's rate; the model's own if `nil`.
  /// - Throws: ``BundleError`` for an impossible step; ``DetectionError`` for a rule that no sound
  ///   can satisfy, or that names what the model does not know.
  public init(_ bundle: ModelBundle, step: Int? = nil, rule: DetectionRule) throws {
    try self.init(
      bundle, step: step, rule: rule, segmentSeconds: SegmentGrid.standardSeconds)
  }

  init(_ bundle: ModelBundle, step: Int?, rule: DetectionRule, segmentSeconds: Int) throws {
    self.bundle = bundle
    self.step = step ?? bundle.defaultStep
    self.rule = rule
    self.segmentSeconds = segmentSeconds
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = try encoder.encode(rule)
    settingsJSON = String(decoding: json, as: UTF8.self)
    settingsDigest = SHA256.hexadecimal(of: json)
    // Whether the rule can be satisfied does not depend on the rate of a recording.
    _ = try self.rule(for: modelRate)
    _ = try grid(nativeRate: modelRate)
  }

  /// Hz.
  var modelRate: Int { bundle.manifest.frontEnd.sampleRate }

  func grid(nativeRate: Int) throws(BundleError) -> SegmentGrid {
    try bundle.grid(step: step, nativeRate: nativeRate, segmentSeconds: segmentSeconds)
  }

  /// The rule for recordings of a sample rate, Hz.
  public func rule(for nativeRate: Int) throws(DetectionError) -> ResolvedRule {
    try rule.resolved(
      for: bundle.detectableClasses,
      grid: EventDetection.WindowGrid(
        nativeRate: nativeRate, modelRate: modelRate, windowLength: bundle.windowLength, step: step),
      floor: bundle.manifest.scoreFloor)
  }

  /// What the rule makes of stored windows, by start.
  /// - Parameter nativeRate: Of the windows' ranges, Hz.
  public func detections(
    in windows: some Sequence<StoredWindow>, nativeRate: Int, timeline: Timeline?
  ) throws(DetectionError) -> Detections {
    EventDetector.detections(
      in: windows.lazy.map(scores), rule: try rule(for: nativeRate), timeline: timeline)
  }

  /// What the rule is run on: a stored window's outputs as scores.
  public func scores(of window: StoredWindow) -> WindowScores {
    WindowScores(range: window.range, scores: bundle.scoreTable.scores(of: window.outputs))
  }
}

extension ModelBundle {
  /// What a detection rule must know of the classes.
  public var detectableClasses: [DetectableClass] {
    classes.enumerated().map { index, described in
      DetectableClass(
        taxon: described.taxon, threshold: described.threshold,
        highestScore: scoreTable.score(.max, classIndex: index))
    }
  }

  /// What the log keeps of the bundle.
  package var logDescription: BundleDescription {
    let settings = manifest.frontEnd
    return BundleDescription(
      digest: digest, name: manifest.name, version: manifest.version,
      sampleRate: settings.sampleRate, windowLength: windowLength,
      lowestFrequency: settings.mel.lowest, highestFrequency: settings.mel.highest,
      classes: classes.map(\.taxon))
  }
}

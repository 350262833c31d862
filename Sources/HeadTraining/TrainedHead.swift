import Embeddings
import EventDetection
import Foundation
import ModelWriting
import Pictures
public import SpeciesClassifier
import SystemFiles

/// A head with all that its bundle says.
public struct TrainedHead: Sendable {
  let training: HeadTraining
  /// How well it tells clips that it has not seen; classes, calibrations and thresholds of the bundle are its.
  public let judgement: HeadJudgement
  let head: QuantizedHead
  /// Of the regularisation.
  public let strength: Double
  /// As the listing calls them, or numbers from 1.
  public let foldNames: [String]
  /// Whether the folds are the listing's.
  public let hasListedFolds: Bool
  let hasGeneratedNoise: Bool
  /// Windows that it was fitted to, those of noisy copies among them.
  public let windowCount: Int
  /// What whoever trains should know.
  public let notes: [TrainingNote]

  /// The network as a `.tflite` file.
  public var network: [UInt8] {
    training.backbone.backbone.file(
      with: head, description: "earshot: the backbone of \(origin) with a head for other species")
  }

  /// The backbone's bundle, by name and version.
  var origin: String {
    let manifest = training.backbone.bundle.manifest
    return "\(manifest.name) \(manifest.version)"
  }

  /// What `bundle.json` says.
  /// - Parameter name: Of the bundle.
  public func manifest(name: String) -> BundleManifest {
    let backbone = training.backbone.bundle.manifest
    let classes = judgement.classes.map {
      BundleManifest.ClassDescription(
        taxon: $0.taxon, calibration: $0.calibration, threshold: $0.threshold)
    }
    return BundleManifest(
      name: name, version: "1.0.0", frontEnd: backbone.frontEnd, stepHops: backbone.stepHops,
      classes: classes, scoreFloor: ThresholdChoice.scoreFloor, licence: backbone.licence,
      attribution: """
        Head trained by earshot on clips of its user, whose own terms are not known here. Backbone \
        and licence: \(origin). \(backbone.attribution)
        """)
  }

  /// Looks whether a bundle may be written, as ``write(to:replaces:)`` does: before there is one.
  /// - Throws: ``TrainingError/alreadyThere(path:)`` unless nothing is there, or a bundle that may go.
  public static func checkTarget(_ path: String, replaces: Bool) throws(TrainingError) {
    guard exists(path) else { return }
    guard replaces, exists(path + "/bundle.json") else { throw .alreadyThere(path: path) }
  }

  /// Writes the bundle: the network, what its outputs mean, and a card with the figures. The folder is there whole
  /// or not at all.
  /// - Parameters:
  ///   - path: Of the folder; its name is the bundle's.
  ///   - replaces: Whether a bundle that is there already may go.
  /// - Returns: The bundle, loaded and checked.
  /// - Throws: ``TrainingError``.
  @discardableResult
  public func write(to path: String, replaces: Bool = false) throws(TrainingError) -> ModelBundle {
    let target = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
    try Self.checkTarget(path, replaces: replaces)
    let name = target.lastPathComponent
    let unfinished = target.deletingLastPathComponent().appending(
      path: ".\(name).part", directoryHint: .isDirectory)
    do {
      let files = FileManager.default
      if exists(unfinished.path) { try files.removeItem(at: unfinished) }
      try files.createDirectory(at: unfinished, withIntermediateDirectories: true)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try WholeFile.write(
        encoder.encode(manifest(name: name)) + Data("\n".utf8),
        to: unfinished.appending(path: "bundle.json").path)
      try WholeFile.write(
        Data(network), to: unfinished.appending(path: ModelBundle.modelName).path)
      let plots = try CardPlots(judgement, name: name).all()
      for plot in plots {
        try WholeFile.write(Data(plot.bytes), to: unfinished.appending(path: plot.name).path)
      }
      try WholeFile.write(
        Data(ModelCard(self, name: name, plots: plots.map(\.name)).text.utf8),
        to: unfinished.appending(path: "card.md").path)
      try copyAttribution(to: unfinished)
      // Before it takes the place of another: it must load.
      _ = try ModelBundle(path: unfinished.path)
      if exists(path) { try files.removeItem(at: target) }
      try files.moveItem(at: unfinished, to: target)
      return try ModelBundle(path: path)
    } catch let error as BundleError {
      throw .bundle(error)
    } catch let error as PictureError {
      throw .plots(error)
    } catch {
      throw .unwritable(path: path, reason: error.systemReason)
    }
  }

  /// The lists of sources to which the backbone's attribution points lie beside its card.
  private func copyAttribution(to folder: URL) throws {
    let backbone = URL(filePath: training.backbone.bundle.path)
    for name in try FileManager.default.contentsOfDirectory(atPath: backbone.path).sorted()
    where name.hasPrefix("card-attribution") {
      try WholeFile.write(
        contents(of: backbone.appending(path: name).path), to: folder.appending(path: name).path)
    }
  }
}

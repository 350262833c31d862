import AudioFeatures
import Embeddings
import Evaluation
import EventDetection
import Foundation
import SpeciesClassifier

/// What a bundle's card says: figures, how they were found, and what they do not say.
struct ModelCard {
  private let trained: TrainedHead
  private let name: String
  /// Files of pictures that lie beside it.
  private let plots: [String]

  init(_ trained: TrainedHead, name: String, plots: [String]) {
    self.trained = trained
    self.name = name
    self.plots = plots
  }

  private var judgement: HeadJudgement { trained.judgement }
  private var settings: TrainingSettings { trained.training.settings }

  var text: String {
    let backbone = trained.training.backbone.bundle.manifest
    let seconds =
      Double(trained.training.backbone.bundle.windowLength) / Double(backbone.frontEnd.sampleRate)
    return """
      # \(name) 1.0.0

      A head for \(speciesCount) on the backbone of \(trained.origin), trained by `earshot train`, for windows of \
      \(Self.number(seconds, 2)) s. The backbone's bits are those of \(backbone.name); \(headWords).

      ## How well it tells them apart

      \(protocolWords)

      | figure | value | 95 % interval |
      | --- | --- | --- |
      | macro average precision | \(Self.value(judgement.evaluation.macroAveragePrecision)) | \(Self.bounds(judgement.evaluation.macroAveragePrecision)) |
      | macro area under the ROC | \(Self.value(judgement.evaluation.macroAreaUnderROC)) | \(Self.bounds(judgement.evaluation.macroAreaUnderROC)) |
      | accuracy | \(Self.value(judgement.evaluation.accuracy)) | \(Self.bounds(judgement.evaluation.accuracy)) |
      | expected calibration error | \(Self.value(judgement.evaluation.calibrationError)) | \(Self.bounds(judgement.evaluation.calibrationError)) |

      | class | species | kind | clips | recordings | AP | AUROC | threshold | precision | recall |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      \(judgement.classes.map(row).joined(separator: "\n"))

      \(plots.map { "![](\($0))\n\n" }.joined())\(notesText)## What it rests on

      - Backbone: \(trained.origin). \(backbone.attribution)
      - Licence: \(backbone.licence), as the backbone's. The clips' own terms are not known to earshot: whoever passes this
        model on answers for them.
      - \(trained.windowCount) windows of \(clipCount) clips and \(settings.copies) noisy copies of each; seed \(settings.seed).

      ## Limits

      - It knows what is in the clips. Other calls of the same species, other microphones and other places may
        sound otherwise.
      - \(backgroundWords)
      - Thresholds ask that \(Self.number(100 * settings.precision, 0)) % of the clips heard are right, on these clips. At a site where a
        species is rare, fewer will be: listen to a sample before you count.

      """
  }

  private var speciesCount: String {
    let count = judgement.classes.count { $0.taxon.kind != .background }
    return count == 1 ? "one species" : "\(count) species"
  }

  private var clipCount: Int { judgement.items.count }

  private var headWords: String {
    guard let units = settings.hiddenUnits else {
      return "the head is linear, one logistic output a class, regularised with "
        + "\(Self.number(trained.strength, 4))"
    }
    return "the head has one hidden layer of \(units) rectified units"
  }

  private var protocolWords: String {
    let backbones =
      trained.training.foldBackbones.isEmpty
      ? "The backbone is the same for all: if it has seen clips of these recordings in its own training, the figures flatter."
      : "Each fold's clips were embedded by a network that had not seen them."
    let folds =
      trained.hasListedFolds
      ? "the listing's \(trained.foldNames.count) folds"
      : "\(trained.foldNames.count) folds that part no recording"
    return """
      Cross-validated over \(folds): every clip is judged by a head that was fitted without its fold, and by a \
      calibration and a threshold that were fitted to the clips of the other folds. The heads that had scored those \
      knew this fold: precision, recall and calibration error may flatter a little. \(backbones) A clip's score is the highest of its windows', of the background the lowest; the heads ran in int8, as this one does. \
      Intervals are of \(ClusterBootstrap.standardCount) resamplings of whole recordings.
      """
  }

  private func row(_ judged: HeadJudgement.Class) -> String {
    let figures =
      judged.isValidated
      ? [judged.averagePrecision, judged.areaUnderROC].map(Self.both) : ["unknown", "unknown"]
    let rates =
      judged.isValidated
      ? [judged.precision, judged.recall].map(Self.both) : ["unknown", "unknown"]
    let cells =
      [
        judged.taxon.commonName, judged.taxon.scientificName.map { "*\($0)*" } ?? "",
        judged.taxon.kind.rawValue, "\(judged.clips)", "\(judged.recordings)",
      ] + figures + [Self.number(Double(judged.threshold), 2)] + rates
    return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }

  private var notesText: String {
    guard !trained.notes.isEmpty else { return "" }
    let lines = trained.notes.map { "- \($0)".replacing("\n", with: " ") }
    return "## What was noticed\n\n" + lines.joined(separator: "\n") + "\n\n"
  }

  private var backgroundWords: String {
    trained.hasGeneratedNoise
      ? "All else it knows from generated noise alone: how often rain, engines or other animals are taken for one of the "
        + "species was not measured."
      : "How often other sounds are taken for one of the species was measured on the background clips alone."
  }

  /// `0.93`, or a dash where there is none.
  private static func value(_ interval: Interval) -> String {
    interval.value.map { number($0, 3) } ?? "–"
  }

  private static func bounds(_ interval: Interval) -> String {
    guard let lower = interval.lower, let upper = interval.upper else { return "–" }
    return "\(number(lower, 3)) to \(number(upper, 3))"
  }

  /// `0.93 (0.88–0.97)`
  private static func both(_ interval: Interval) -> String {
    guard let value = interval.value else { return "–" }
    guard let lower = interval.lower, let upper = interval.upper else { return number(value, 2) }
    return "\(number(value, 2)) (\(number(lower, 2))–\(number(upper, 2)))"
  }

  private static func number(_ value: Double, _ places: Int) -> String {
    value.formatted(
      .number.precision(.fractionLength(places)).grouping(.never).locale(Locale(identifier: "en")))
  }
}

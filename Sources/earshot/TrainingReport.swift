import Evaluation
import EventDetection
import HeadTraining

/// What a training has given, as people and programs read it.
struct TrainingReport: Encodable {
  struct Class: Encodable {
    let name: String
    let scientificName: String?
    let kind: String
    let clips: Int
    let recordings: Int
    let isValidated: Bool
    let averagePrecision: Interval
    let areaUnderROC: Interval
    let threshold: Float
    let precision: Interval
    let recall: Interval
  }

  let model: String
  let digest: String
  let seconds: Double
  let windows: Int
  let folds: [String]
  let regularisation: Double
  let macroAveragePrecision: Interval
  let macroAreaUnderROC: Interval
  let accuracy: Interval
  let calibrationError: Interval
  let classes: [Class]
  let notes: [String]

  init(_ trained: TrainedHead, path: String, digest: String, seconds: Double) {
    let judgement = trained.judgement
    model = path
    self.digest = digest
    self.seconds = (seconds * 10).rounded() / 10
    windows = trained.windowCount
    folds = trained.foldNames
    regularisation = trained.strength
    macroAveragePrecision = judgement.evaluation.macroAveragePrecision
    macroAreaUnderROC = judgement.evaluation.macroAreaUnderROC
    accuracy = judgement.evaluation.accuracy
    calibrationError = judgement.evaluation.calibrationError
    classes = judgement.classes.map {
      Class(
        name: $0.taxon.commonName, scientificName: $0.taxon.scientificName,
        kind: $0.taxon.kind.rawValue, clips: $0.clips, recordings: $0.recordings,
        isValidated: $0.isValidated, averagePrecision: $0.averagePrecision,
        areaUnderROC: $0.areaUnderROC, threshold: $0.threshold, precision: $0.precision,
        recall: $0.recall)
    }
    notes = trained.notes.map(\.description)
  }

  var lines: [String] {
    var table = Table([
      ("class", .left), ("clips", .right), ("recordings", .right), ("AP", .right),
      ("AUROC", .right), ("threshold", .right), ("precision", .right), ("recall", .right),
    ])
    for row in classes {
      let figures =
        row.isValidated
        ? [row.averagePrecision, row.areaUnderROC].map(Self.value) : ["unknown", "unknown"]
      let rates =
        row.isValidated ? [row.precision, row.recall].map(Self.value) : ["unknown", "unknown"]
      table.add(
        [row.name, "\(row.clips)", "\(row.recordings)"] + figures
          + [decimal(Double(row.threshold), places: 2)] + rates)
    }
    let summary = [
      "",
      "macro AP \(Self.both(macroAveragePrecision)), AUROC \(Self.both(macroAreaUnderROC)), accuracy "
        + "\(Self.both(accuracy)),",
      "of \(classes.count { $0.isValidated }) of \(counted(classes.count, "class", "classes")), "
        + "cross-validated in \(counted(folds.count, "fold"))",
    ]
    var noticed = notes.isEmpty ? [] : ["", "Noticed:"]
    noticed += notes.prefix(Self.shownNotes).map { "- \($0)" }
    if notes.count > Self.shownNotes {
      noticed.append("- and \(notes.count - Self.shownNotes) more, in \(model)/card.md")
    }
    return table.lines + summary + noticed + [
      "", "\(model): \(counted(windows, "window")) learned in \(decimal(seconds, places: 1)) s",
    ]
  }

  /// More would hide the table.
  private static let shownNotes = 25

  private static func value(_ interval: Interval) -> String {
    interval.value.map { decimal($0, places: 2) } ?? "-"
  }

  /// `0.93 (0.88 to 0.97)`
  private static func both(_ interval: Interval) -> String {
    guard let lower = interval.lower, let upper = interval.upper else { return value(interval) }
    return
      "\(value(interval)) (\(decimal(lower, places: 2)) to \(decimal(upper, places: 2)))"
  }
}

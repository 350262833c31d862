import Evaluation
import EventDetection
import Foundation
import Pictures

/// The figures of a card as pictures.
struct CardPlots {
  /// Twelve rows of five: of more classes those that are told worst.
  static let mostPanels = 60

  private let classes: [HeadJudgement.Class]
  private let items: ScoredItems
  private let evaluation: ScoreEvaluation
  private let subtitle: String

  init(_ judgement: HeadJudgement, name: String) {
    self.init(
      classes: judgement.classes, items: judgement.items, evaluation: judgement.evaluation,
      name: name)
  }

  init(
    classes: [HeadJudgement.Class], items: ScoredItems, evaluation: ScoreEvaluation, name: String
  ) {
    self.classes = classes
    self.items = items
    self.evaluation = evaluation
    subtitle = "\(name), \(items.count) clips of \(Set(items.recordings).count) recordings"
  }

  /// By the names of their files, those that there is anything for.
  func all() throws(PictureError) -> [(name: String, bytes: [UInt8])] {
    var pictures: [(name: String, bytes: [UInt8])] = []
    if let picture = try precisionRecall() {
      pictures.append(("card-precision-recall.png", picture))
    }
    pictures.append(("card-reliability.png", try reliability()))
    if let picture = try confusion() { pictures.append(("card-confusion.png", picture)) }
    return pictures
  }

  private func precisionRecall() throws(PictureError) -> [UInt8]? {
    let precisions = classes.map { $0.isValidated ? $0.averagePrecision.value : nil }
    let panels = Self.worst(precisions).map { index, precision -> CurvePanels.Panel in
      let judged = classes[index]
      let mark = zip(judged.recall.value, judged.precision.value).map {
        CurvePanels.Point(x: $0, y: $1)
      }
      return CurvePanels.Panel(
        title: judged.taxon.commonName, notes: ["AP \(Self.text(precision))"],
        curves: [
          items.ranked(ofClass: index).precisionRecallCurve().map {
            .init(x: $0.recall, y: $0.precision)
          }
        ], marks: mark.map { [$0] } ?? [])
    }
    guard !panels.isEmpty else { return nil }
    let known = precisions.count { $0 != nil }
    let choice =
      panels.count < known
      ? "; of \(known) classes the \(panels.count) with the lowest average precision" : ""
    return try CurvePanels(
      title: "Precision and recall",
      subtitle: subtitle + choice + "; the ring is at the threshold", horizontal: "recall",
      vertical: "precision", series: ["int8, cross-validated"], panels: panels
    ).png()
  }

  /// The classes whose figures are lowest, as many as one picture shows, in the order of the classes.
  /// - Parameter figures: For each class; nil for one that has none.
  static func worst(_ figures: [Double?]) -> [(index: Int, figure: Double)] {
    let known = figures.enumerated().compactMap { index, figure in
      figure.map { (index: index, figure: $0) }
    }
    return known.sorted { ($0.figure, $0.index) < ($1.figure, $1.index) }.prefix(mostPanels)
      .sorted { $0.index < $1.index }
  }

  private func reliability() throws(PictureError) -> [UInt8] {
    let panel = CurvePanels.Panel(
      title: "All classes",
      notes: [evaluation.calibrationError.value.map { "ECE \(Self.text($0))" } ?? ""],
      curves: [
        evaluation.reliability.compactMap { bin in
          zip(bin.meanScore, bin.share).map { CurvePanels.Point(x: $0, y: $1) }
        }
      ])
    return try CurvePanels(
      title: "Reliability", subtitle: subtitle, horizontal: "score", vertical: "share that is so",
      series: ["int8, cross-validated"], panels: [panel], reference: .diagonal, dotted: true
    ).png()
  }

  private func confusion() throws(PictureError) -> [UInt8]? {
    let matrix = evaluation.confusion
    guard matrix.total > 0, (2...MatrixPicture.mostNames).contains(matrix.classCount)
    else { return nil }
    return try MatrixPicture(
      title: "Which class is taken for which", subtitle: subtitle,
      names: evaluation.toldApart.map { classes[$0].taxon.commonName },
      counts: matrix.counts.map { Int($0) }
    ).png()
  }

  /// With two decimals.
  private static func text(_ value: Double) -> String {
    value.formatted(
      .number.precision(.fractionLength(2)).grouping(.never).locale(Locale(identifier: "en")))
  }
}

/// Both, if there are both.
private func zip(_ one: Double?, _ other: Double?) -> (Double, Double)? {
  guard let one, let other else { return nil }
  return (one, other)
}

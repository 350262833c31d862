import Evaluation
import EventDetection
import Foundation
import Pictures

/// The figures of a card as pictures.
struct CardPlots {
  private let judgement: HeadJudgement
  private let subtitle: String

  init(_ judgement: HeadJudgement, name: String) {
    self.judgement = judgement
    let items = judgement.items
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
    let panels = judgement.classes.enumerated().compactMap { index, judged -> CurvePanels.Panel? in
      guard judged.isValidated, let precision = judged.averagePrecision.value else { return nil }
      let ranked = judgement.items.ranked(class: index)
      let mark = zip(judged.recall.value, judged.precision.value).map {
        CurvePanels.Point(x: $0, y: $1)
      }
      return CurvePanels.Panel(
        title: judged.taxon.commonName, notes: ["AP \(Self.text(precision))"],
        curves: [ranked.precisionRecallCurve().map { .init(x: $0.recall, y: $0.precision) }],
        marks: mark.map { [$0] } ?? [])
    }
    guard !panels.isEmpty else { return nil }
    return try CurvePanels(
      title: "Precision and recall", subtitle: subtitle + "; the ring is at the threshold",
      horizontal: "recall", vertical: "precision", series: ["int8, cross-validated"], panels: panels
    ).png()
  }

  private func reliability() throws(PictureError) -> [UInt8] {
    let evaluation = judgement.evaluation
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
    let matrix = judgement.evaluation.confusion
    guard matrix.total > 0, matrix.classCount > 1 else { return nil }
    return try MatrixPicture(
      title: "Which class is taken for which", subtitle: subtitle,
      names: judgement.evaluation.toldApart.map { judgement.classes[$0].taxon.commonName },
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

extension ScoredItems {
  /// The scores of one class in their order.
  fileprivate func ranked(class index: Int) -> RankedScores {
    let places = stride(from: index, to: scores.count, by: classCount)
    return RankedScores(scores: places.map { scores[$0] }, truth: places.map { truth[$0] })
  }
}

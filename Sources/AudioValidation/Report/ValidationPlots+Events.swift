import Evaluation
import Pictures

extension ValidationPlots {
  /// F1, precision and recall over thresholds, in the format that other plots have above: a panel for all events, and
  /// one for each class that has a true one.
  func events() throws(PictureError) -> [UInt8]? {
    guard let events = report.events, let format = formats.last?.rawValue,
      let classes = events.classes[format], let all = events.all[format], !all.curve.isEmpty
    else { return nil }
    let positives = classes.map { Int($0.counts.actual) }
    let panels =
      [("All events", all)]
      + Self.drawn(positives: positives).map { (report.classes[$0], classes[$0]) }
    return try CurvePanels(
      title: "Events at other thresholds (\(format))",
      subtitle: "figures: at the rule's own thresholds; "
        + "recordings: \(events.recordings); \(events.model)"
        + Self.panelNote(of: positives, "events"),
      horizontal: "threshold", vertical: "share", series: ["F1", "precision", "recall"],
      panels: panels.map { title, figures in
        .init(
          title: title,
          notes: [
            "F1 \(Self.text(figures.f1))", "precision \(Self.text(figures.precision))",
            "recall \(Self.text(figures.recall))",
          ],
          curves: [
            figures.curve.map { .init(x: $0.threshold, y: $0.f1) },
            figures.curve.compactMap { point in
              point.precision.map { .init(x: point.threshold, y: $0) }
            },
            figures.curve.map { .init(x: $0.threshold, y: $0.recall) },
          ])
      }
    ).png()
  }

  private static func text(_ figure: Interval) -> String {
    figure.value.map { text($0, places: 2) } ?? "-"
  }
}

import AudioValidation
import Evaluation

/// A report as a terminal shows it, in at most ``width`` columns unless paths are longer.
struct AudioValidationTables {
  static let width = 100

  let report: ValidationReport

  init(_ report: ValidationReport) { self.report = report }

  var lines: [String] {
    var parts = [head]
    if let events = report.events {
      parts.append(eventLines(events))
    } else {
      parts.append(mainLines)
      if report.models.count > 1 { parts.append(modelLines) }
      parts += report.models.prefix(1).map(foldLines)
      parts += [rankingLines, thresholdLines]
      parts.append(confusionLines)
      if let rows = report.robustness { parts += [robustnessLines(rows), recallLines(rows)] }
    }
    return Array(parts.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  var formats: [NumberFormat] { report.formats }

  private var head: [String] {
    let set = report.set
    var lines: [String] = []
    if report.events == nil {
      lines.append(
        "\(set.path): \(counted(set.clips, "clip")) of \(counted(set.recordings, "recording"))"
          + damaged + (set.leftOut > 0 ? ", \(set.leftOut) left out of the closed set" : ""))
      lines.append(
        "\(report.models.map(\.name).joined(separator: ", ")); "
          + (report.settings.isClosed ? "closed set" : "open set") + ", \(pooling)"
          + (report.settings.isTrimmed ? ", silence cut" : ""))
    } else {
      lines.append("\(set.path): \(counted(set.recordings, "recording"))" + damaged)
      if let model = report.events?.model { lines.append("\(model); events of the detection rule") }
    }
    if report.settings.resamplings > 0 {
      lines.append(
        "in brackets: between which 95 of 100 of \(report.settings.resamplings) resamplings of recordings lie"
      )
    }
    let unknown = set.unknownLabels
    if !unknown.isEmpty {
      lines += Self.wrapped(
        "labels that the model does not know:", unknown.map { "\($0.label) (\($0.count))" })
      lines.append("--class LABEL=CLASS tells which class of the model one of them is")
    }
    return lines
  }

  private var damaged: String {
    let count = report.set.damaged.count
    return count > 0 ? ", \(count) of them damaged" : ""
  }

  private var pooling: String {
    switch report.settings.pooling {
    case .mean: "mean of the windows' scores"
    case .max: "highest of the windows' scores"
    case .logits: "score of the windows' mean logit"
    }
  }

  private var mainLines: [String] {
    var table = Table([("", .left)] + formats.map { ($0.rawValue, .left) })
    let figures: [(String, (FormatReport) -> Interval, Bool)] = [
      ("accuracy", { $0.accuracy }, true),
      ("macro average precision", { $0.macroAveragePrecision }, false),
      ("macro AUROC", { $0.macroAreaUnderROC }, false),
      ("macro F1, stored thresholds", { $0.macroF1 }, false),
      ("expected calibration error", { $0.calibrationError }, false),
      ("Brier score", { $0.brier }, false),
    ]
    guard let model = report.models.first else { return [] }
    for (name, figure, isShare) in figures {
      table.add(
        [name]
          + formats.map { format in
            model.figures(format).map { Self.text(figure($0), isShare: isShare) } ?? ""
          })
    }
    var lines = table.lines
    if let agreement = model.agreement {
      lines.append(
        "int8 and fp32 name the same class for \(decimal(100 * agreement, places: 2)) % of the clips"
      )
    }
    if report.models.count > 1 { lines.insert("\(model.name):", at: 0) }
    return lines
  }

  static func text(
    _ interval: Interval, isShare: Bool = false, isShort: Bool = false
  ) -> String {
    let scale = isShare ? 100.0 : 1
    let places = isShare ? 2 : 3
    guard let value = interval.value else { return "-" }
    let text = decimal(value * scale, places: places) + (isShare ? " %" : "")
    guard let lower = interval.lower, let upper = interval.upper else { return text }
    let finer = isShare ? 1 : isShort ? 2 : 3
    return text + " [\(decimal(lower * scale, places: finer))"
      + (isShort ? "-" : " to ") + "\(decimal(upper * scale, places: finer))]"
  }

  static func figure(_ value: Double?, places: Int = 3) -> String {
    value.map { decimal($0, places: places) } ?? "-"
  }

  static func share(_ value: Double?) -> String {
    value.map { decimal(100 * $0, places: 2) + " %" } ?? "-"
  }

  /// Items in as many lines as they need, the first behind `head`.
  static func wrapped(_ head: String, _ items: [String]) -> [String] {
    var lines: [String] = []
    var line = head
    for (place, item) in items.enumerated() {
      let piece = place + 1 < items.count ? item + "," : item
      if line.count + 1 + piece.count > width, line != head {
        lines.append(line)
        line = "  " + piece
      } else {
        line += " " + piece
      }
    }
    return lines + [line]
  }
}

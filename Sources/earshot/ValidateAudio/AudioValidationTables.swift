import AudioValidation
import Evaluation

/// A report as a terminal shows it, in at most a hundred columns.
struct AudioValidationTables {
  let report: ValidationReport
  private let seconds: Double

  init(_ report: ValidationReport, seconds: Double) {
    self.report = report
    self.seconds = seconds
  }

  var lines: [String] {
    var parts = [head]
    if let events = report.events {
      parts.append(eventLines(events))
    } else {
      parts.append(mainLines)
      if report.models.count > 1 { parts.append(modelLines) }
      parts += report.models.prefix(1).map(foldLines)
      parts.append(classLines)
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
          + (set.leftOut > 0 ? ", \(set.leftOut) left out of the closed set" : ""))
      lines.append(
        "\(report.models.map(\.name).joined(separator: ", ")); "
          + (report.settings.isClosed ? "closed set" : "open set") + ", \(pooling)"
          + (report.settings.isTrimmed ? ", silence cut" : ""))
    } else {
      lines.append("\(set.path): \(counted(set.recordings, "recording"))")
      if let model = report.events?.model { lines.append("\(model); events of the detection rule") }
    }
    if report.settings.resamplings > 0 {
      lines.append(
        "in brackets: between which 95 of 100 of \(report.settings.resamplings) resamplings of recordings lie"
      )
    }
    let unknown = set.unknownLabels
    if !unknown.isEmpty {
      let names = unknown.prefix(8).map { "\($0.label) (\($0.count))" }.joined(separator: ", ")
      let rest = unknown.count > 8 ? " and \(unknown.count - 8) more" : ""
      lines.append("labels that the model does not know: \(names)\(rest)")
    }
    return lines
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

  private var classLines: [String] {
    guard let model = report.models.first, let main = formats.first,
      let figures = model.figures(main)
    else { return [] }
    let other = formats.dropFirst().first.flatMap { model.figures($0) }
    var table = Table(
      [("class", .left), ("clips", .right), ("AP", .left)]
        + (other == nil ? [] : [("fp32", .right)]) + [
          ("AUROC", .right), ("thr.", .right), ("prec.", .right), ("recall", .right),
          ("F1", .left), ("best", .right), ("ECE", .right),
        ])
    for (index, own) in figures.classes.enumerated() {
      guard own.positives > 0 || own.counts.falsePositives > 0 else { continue }
      let more = other.map { [Self.figure($0.classes[index].averagePrecision.value)] } ?? []
      table.add(
        [
          String(own.name.prefix(20)), "\(own.positives)",
          Self.text(own.averagePrecision, isShort: true),
        ] + more + [
          Self.figure(own.areaUnderROC.value),
          own.threshold.map { decimal($0, places: 2) } ?? "folds'",
          Self.figure(own.precision.value, places: 2), Self.figure(own.recall.value, places: 2),
          Self.text(own.f1, isShort: true), Self.figure(own.best?.f1, places: 2),
          Self.figure(own.calibrationError.value, places: 3),
        ])
    }
    return [
      "\(main.rawValue), at the stored thresholds; best: F1 at the best threshold for these clips"
    ]
      + table.lines
  }

  private var confusionLines: [String] {
    guard let main = formats.first, let figures = report.models.first?.figures(main),
      figures.accuracyClips > 0, figures.confusion.classes.count <= 20
    else { return [] }
    let names = figures.confusion.classes
    var table = Table(
      [("so (row), heard as", .left)] + names.indices.map { ("\($0 + 1)", .right) })
    for (row, name) in names.enumerated() {
      let counts = figures.confusion.counts[row]
      guard counts.contains(where: { $0 > 0 }) else { continue }
      table.add(
        ["\(row + 1) \(name.prefix(20))"] + counts.map { $0 == 0 ? "·" : "\($0)" })
    }
    return table.lines
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
}

import AudioValidation
import Evaluation

extension AudioValidationTables {
  /// A row a condition.
  func robustnessLines(_ rows: [ValidationReport.ConditionReport]) -> [String] {
    var table = Table(
      [("condition", .left)]
        + formats.flatMap {
          [("accuracy \($0.rawValue)", .left), ("AP \($0.rawValue)", .left)]
        })
    var refusals: [String] = []
    for row in rows {
      if let refusal = row.refusal { refusals.append("\(row.condition): \(refusal)") }
      table.add(
        [row.condition]
          + formats.flatMap { format in
            guard let figures = row.formats[format.rawValue] else { return ["not had", ""] }
            return [
              Self.text(figures.accuracy, isShare: true),
              Self.figure(figures.macroAveragePrecision.value),
            ]
          })
    }
    return table.lines + refusals
  }

  /// Columns of a table of recalls: as many as there is room for beside the conditions.
  private static let mostRecalls = 12

  /// What is still heard of each class, a row a condition, in two tables at most.
  func recallLines(_ rows: [ValidationReport.ConditionReport]) -> [String] {
    guard let main = formats.first,
      let names = rows.first?.formats[main.rawValue]?.recalls.map(\.name), !names.isEmpty,
      names.count <= 2 * Self.mostRecalls
    else { return [] }
    var lines = Self.wrapped("recall at the stored thresholds of", names.map { label($0) })
    for start in stride(from: 0, to: names.count, by: Self.mostRecalls) {
      let columns = start..<min(start + Self.mostRecalls, names.count)
      var table = Table(
        [("recall", .left)] + columns.map { ("\(number(of: names[$0]))", .right) })
      for row in rows {
        guard let recalls = row.formats[main.rawValue]?.recalls else { continue }
        table.add(
          [row.condition] + columns.map { Self.figure(recalls[$0].recall.value, places: 2) })
      }
      lines += [""] + table.lines
    }
    return lines
  }

  /// Found events beside true ones, a table a format.
  func eventLines(_ events: ValidationReport.EventReport) -> [String] {
    var lines = [
      "\(decimal(events.hours * 60, places: 1)) minutes",
      "a found event is a true one if: \(events.tolerance)",
    ]
    if events.silentRecordings > 0 {
      lines.append(
        "of \(counted(events.silentRecordings, "recording")) the truth tells no event: "
          + "what is found there is wrong")
    }
    if events.trueEvents < events.labels {
      lines.append(
        "\(events.labels) labels of \(events.trueEvents) events: labels of a class that touch are one"
      )
    }
    for format in formats {
      guard let all = events.all[format.rawValue], let classes = events.classes[format.rawValue]
      else { continue }
      var table = Table([
        (format.rawValue, .left), ("true", .right), ("found", .right), ("right", .right),
        ("precision", .left), ("recall", .left), ("F1", .left),
      ])
      for own in classes + [all] {
        let counts = own.counts
        guard counts.actual + counts.said > 0 else { continue }
        table.add([
          String(own.name.prefix(20)), "\(Int(counts.actual))", "\(Int(counts.said))",
          "\(Int(counts.truePositives))", Self.text(own.precision, isShort: true),
          Self.text(own.recall, isShort: true), Self.text(own.f1, isShort: true),
        ])
      }
      lines += [""] + table.lines
      if let macro = events.macroF1[format.rawValue] {
        lines.append("macro F1 \(Self.text(macro, isShort: false))")
      }
      if let best = all.curve.max(by: { $0.f1 < $1.f1 }), best.f1 > all.f1.value ?? 0 {
        lines.append(
          "F1 of all is highest with --threshold \(decimal(best.threshold, places: 2)): "
            + "\(Self.figure(best.f1)); chosen here, it flatters here")
      }
    }
    return lines
  }
}

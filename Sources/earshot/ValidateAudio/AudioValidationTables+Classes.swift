import AudioValidation
import Evaluation

extension AudioValidationTables {
  /// A class by its number among the model's, by which columns call it, and by its name.
  func label(_ name: String, longest: Int = 28) -> String {
    "\(number(of: name)) \(name.prefix(longest))"
  }

  func number(of name: String) -> Int { (report.classes.firstIndex(of: name) ?? 0) + 1 }

  /// The figures of the first model in the first format, and the other format's beside them.
  private var figures: (main: FormatReport, other: FormatReport?)? {
    guard let model = report.models.first, let main = formats.first.flatMap({ model.figures($0) })
    else { return nil }
    return (main, formats.dropFirst().first.flatMap { model.figures($0) })
  }

  /// The classes that some clip has, or that were named at all.
  private func told(_ figures: FormatReport) -> [Int] {
    figures.classes.indices.filter {
      figures.classes[$0].positives > 0 || figures.classes[$0].counts.falsePositives > 0
    }
  }

  /// A row a class: whether its clips come before all others.
  var rankingLines: [String] {
    guard let (main, other) = figures else { return [] }
    var table = Table(
      [("class", .left), ("clips", .right), ("AP", .left)]
        + (other == nil ? [] : [("fp32", .right)]) + [("AUROC", .right), ("ECE", .right)])
    for index in told(main) {
      let own = main.classes[index]
      let more = other.map { [Self.figure($0.classes[index].averagePrecision.value)] } ?? []
      table.add(
        [label(own.name), "\(own.positives)", Self.text(own.averagePrecision, isShort: true)]
          + more + [
            Self.figure(own.areaUnderROC.value), Self.figure(own.calibrationError.value),
          ])
    }
    let heading =
      "\(formats[0].rawValue), whatever the threshold"
      + (other == nil ? "" : "; fp32: its average precision")
    return [heading] + table.lines
  }

  /// A row a class: what its threshold takes.
  var thresholdLines: [String] {
    guard let (main, _) = figures else { return [] }
    var table = Table([
      ("class", .left), ("thr.", .right), ("prec.", .right), ("recall", .right), ("F1", .left),
      ("best", .right),
    ])
    for index in told(main) {
      let own = main.classes[index]
      table.add([
        label(own.name), own.threshold.map { decimal($0, places: 2) } ?? "folds'",
        Self.figure(own.precision.value, places: 2), Self.figure(own.recall.value, places: 2),
        Self.text(own.f1, isShort: true), Self.figure(own.best?.f1, places: 2),
      ])
    }
    return [
      "\(formats[0].rawValue), at the stored thresholds; best: F1 at the best threshold for these clips"
    ] + table.lines
  }

  /// Which class is heard as which, if there is room for it.
  var confusionLines: [String] {
    guard let (main, _) = figures, main.accuracyClips > 0 else { return [] }
    let names = main.confusion.classes
    var table = Table(
      [("so (row), heard as", .left)] + names.map { ("\(number(of: $0))", .right) })
    for (row, name) in names.enumerated() {
      let counts = main.confusion.counts[row]
      guard counts.contains(where: { $0 > 0 }) else { continue }
      table.add([label(name, longest: 20)] + counts.map { $0 == 0 ? "·" : "\($0)" })
    }
    return table.lines.allSatisfy { $0.count <= Self.width } ? table.lines : []
  }
}

import AudioValidation
import Evaluation

extension AudioValidationTables {
  /// A row a model, and how far they lie apart.
  var modelLines: [String] {
    var table = Table(
      [("model", .left)]
        + formats.flatMap {
          [("accuracy \($0.rawValue)", .right), ("AP \($0.rawValue)", .right)]
        })
    for model in report.models {
      table.add(
        [model.name]
          + formats.flatMap { format in
            let figures = model.figures(format)
            return [
              Self.share(figures?.accuracy.value),
              Self.figure(figures?.macroAveragePrecision.value),
            ]
          })
    }
    for (name, pick) in [
      ("mean", { $0.mean }), ("standard deviation", { $0.deviation }),
    ] as [(String, (ValidationReport.Spread) -> Double)] {
      table.add(
        [name]
          + formats.flatMap { format in
            let spread = report.spread?[format.rawValue]
            return [
              Self.share(spread?.accuracy.map(pick)),
              Self.figure(spread?.macroAveragePrecision.map(pick)),
            ]
          })
    }
    return table.lines
  }

  /// A row a fold, and their mean.
  func foldLines(_ model: ValidationReport.ModelReport) -> [String] {
    guard let folds = model.folds, !folds.isEmpty else { return [] }
    var table = Table(
      [("fold", .left), ("clips", .right)]
        + formats.flatMap {
          [("accuracy \($0.rawValue)", .right), ("AP \($0.rawValue)", .right)]
        })
    func row(_ name: String, _ clips: String, _ figures: (NumberFormat) -> [Double?]) {
      table.add(
        [name, clips]
          + formats.flatMap { format in
            let values = figures(format)
            return [Self.share(values[0]), Self.figure(values[1])]
          })
    }
    for fold in folds {
      row(fold.fold, "\(fold.clips)") { format in
        let figures = fold.formats[format.rawValue]
        return [figures?.accuracy, figures?.macroAveragePrecision]
      }
    }
    func mean(_ values: [Double?]) -> Double? {
      let known = values.compactMap { $0 }
      return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
    row("mean", "") { format in
      let figures = folds.map { $0.formats[format.rawValue] }
      return [
        mean(figures.map { $0?.accuracy }), mean(figures.map { $0?.macroAveragePrecision }),
      ]
    }
    return table.lines
  }
}

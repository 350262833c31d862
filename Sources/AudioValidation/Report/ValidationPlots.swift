import Evaluation
public import Pictures

/// The figures of the first model as pictures.
///
/// Of more than ``mostPanels`` classes those with the most clips have a panel, and of more than
/// ``MatrixPicture/mostNames`` there is no confusion matrix: the report has the figures of all.
public struct ValidationPlots: Sendable {
  /// Twelve rows of five: what can still be looked at, and drawn.
  public static let mostPanels = 60

  /// Of all files that ``all()`` may give.
  public static let names = [
    "precision-recall.png", "roc.png", "reliability.png", "confusion-int8.png",
    "confusion-fp32.png", "robustness.png", "events.png",
  ]

  let report: ValidationReport
  /// Of the first model.
  private let items: [NumberFormat: ScoredItems]

  /// Takes what is drawn; nothing is drawn yet.
  public init(_ analysis: ValidationAnalysis) {
    let formats = analysis.report.formats
    self.init(
      analysis.report,
      items: Dictionary(
        uniqueKeysWithValues: formats.map { ($0, analysis.items(model: 0, format: $0).items) }))
  }

  init(_ report: ValidationReport, items: [NumberFormat: ScoredItems]) {
    self.report = report
    self.items = items
  }

  var formats: [NumberFormat] {
    // The one that is drawn below comes first.
    report.formats.sorted { $0.rawValue < $1.rawValue }
  }
  private var series: [String] { formats.map(\.rawValue) }

  private var subtitle: String {
    let set = report.set
    return "\(set.clips) clips of \(set.recordings) recordings, \(model)"
  }

  private var model: String { report.models.first?.name ?? "" }

  /// The classes that have a panel, of those that some clip has.
  private var drawn: [Int] {
    let classes = report.models[0].figures(formats[0])?.classes ?? []
    return Self.drawn(positives: classes.map(\.positives))
  }

  /// Ascending; of too many those with the most clips, of equal ones the first.
  static func drawn(positives: [Int]) -> [Int] {
    let present = positives.indices.filter { positives[$0] > 0 }
    let byClips = present.sorted { (positives[$1], $0) < (positives[$0], $1) }
    return byClips.prefix(mostPanels).sorted()
  }

  /// What a subtitle says of classes that have no panel.
  private var panelNote: String {
    Self.panelNote(
      of: report.models[0].figures(formats[0])?.classes.map(\.positives) ?? [], "clips")
  }

  /// Empty if each class that is there has a panel.
  static func panelNote(of positives: [Int], _ what: String) -> String {
    let present = positives.count { $0 > 0 }
    return present > mostPanels
      ? "; the \(mostPanels) classes with the most \(what), of \(present)" : ""
  }

  /// By name of their files, those that there is anything for.
  public func all() throws(PictureError) -> [(name: String, bytes: [UInt8])] {
    var pictures: [(name: String, bytes: [UInt8])] = []
    if !report.models.isEmpty, report.set.clips > 0 {
      if let picture = try precisionRecall() { pictures.append(("precision-recall.png", picture)) }
      if let picture = try roc() { pictures.append(("roc.png", picture)) }
      pictures.append(("reliability.png", try reliability()))
      for format in formats {
        if let picture = try confusion(format) {
          pictures.append(("confusion-\(format.rawValue).png", picture))
        }
      }
    }
    if let picture = try robustness() { pictures.append(("robustness.png", picture)) }
    if let picture = try events() { pictures.append(("events.png", picture)) }
    return pictures
  }

  private func panels(
    _ note: (FormatReport.ClassReport) -> Double?,
    curve: (RankedScores) -> [CurvePanels.Point],
    mark: (FormatReport.ClassReport) -> CurvePanels.Point?
  ) -> [CurvePanels.Panel] {
    let scored = formats.compactMap { items[$0] }
    return drawn.compactMap { index -> CurvePanels.Panel? in
      let figures = formats.compactMap { report.models[0].figures($0)?.classes[index] }
      guard figures.count == formats.count, figures[0].negatives > 0 else { return nil }
      return CurvePanels.Panel(
        title: report.classes[index], notes: notes(figures.map(note)),
        curves: scored.map { curve($0.ranked(ofClass: index)) },
        marks: figures.suffix(1).compactMap(mark))
    }
  }

  /// `fp32 0.981`, `int8 0.980`
  private func notes(_ values: [Double?]) -> [String] {
    zip(series, values).map { name, value in "\(name) \(value.map { Self.text($0) } ?? "-")" }
  }

  private func precisionRecall() throws(PictureError) -> [UInt8]? {
    let panels = panels(
      { figures in figures.averagePrecision.value },
      curve: { ranked in
        ranked.precisionRecallCurve().map { .init(x: $0.recall, y: $0.precision) }
      },
      mark: { figures in
        guard let recall = figures.recall.value, let precision = figures.precision.value else {
          return nil
        }
        return .init(x: recall, y: precision)
      })
    guard !panels.isEmpty else { return nil }
    return try CurvePanels(
      title: "Precision and recall",
      subtitle: "figures: average precision; ring: the stored threshold; " + subtitle + panelNote,
      horizontal: "recall", vertical: "precision", series: series, panels: panels
    ).png()
  }

  private func roc() throws(PictureError) -> [UInt8]? {
    let panels = panels(
      { figures in figures.areaUnderROC.value },
      curve: { ranked in
        ranked.rocCurve().map { .init(x: $0.falsePositiveRate, y: $0.recall) }
      },
      mark: { figures in
        let counts = figures.counts
        let negatives = counts.falsePositives + counts.trueNegatives
        guard let recall = counts.recall, negatives > 0 else { return nil }
        return .init(x: counts.falsePositives / negatives, y: recall)
      })
    guard !panels.isEmpty else { return nil }
    return try CurvePanels(
      title: "Receiver operating characteristic",
      subtitle: "figures: area under it; ring: the stored threshold; " + subtitle + panelNote,
      horizontal: "false alarms",
      vertical: "recall", series: series, panels: panels, reference: .diagonal
    ).png()
  }

  private func reliability() throws(PictureError) -> [UInt8] {
    var panels = [
      CurvePanels.Panel(
        title: "All classes",
        notes: notes(
          formats.map { report.models[0].figures($0)?.calibrationError.value }),
        curves: formats.map { format in
          (report.models[0].figures(format)?.reliability ?? []).compactMap { bin in
            guard let score = bin.meanScore, let share = bin.share else { return nil }
            return .init(x: score, y: share)
          }
        })
    ]
    let scored = formats.compactMap { items[$0] }
    for index in drawn {
      let figures = formats.compactMap { report.models[0].figures($0)?.classes[index] }
      panels.append(
        .init(
          title: report.classes[index],
          notes: notes(figures.map(\.calibrationError.value)),
          curves: scored.map { Self.diagram($0, classIndex: index) }))
    }
    return try CurvePanels(
      title: "Reliability",
      subtitle: "figures: expected calibration error; on the diagonal a score is the share; "
        + subtitle + panelNote,
      horizontal: "mean score", vertical: "share", series: series, panels: panels,
      reference: .diagonal, dotted: true
    ).png()
  }

  /// Of few clips a bin says little: five bins a class.
  private static func diagram(_ items: ScoredItems, classIndex: Int) -> [CurvePanels.Point] {
    items.reliability(ofClasses: [classIndex], binCount: 5).diagram().compactMap { bin in
      guard let score = bin.meanScore, let share = bin.share else { return nil }
      return .init(x: score, y: share)
    }
  }

  private func confusion(_ format: NumberFormat) throws(PictureError) -> [UInt8]? {
    guard let figures = report.models[0].figures(format), figures.accuracyClips > 0,
      figures.confusion.classes.count <= MatrixPicture.mostNames
    else { return nil }
    let right = figures.accuracy.value.map { "\(Self.text($0 * 100, places: 1)) % right, " } ?? ""
    return try MatrixPicture(
      title: "Which class is heard as which (\(format.rawValue))",
      subtitle: right + "\(figures.accuracyClips) clips of one class, \(model)",
      names: figures.confusion.classes, counts: figures.confusion.counts.flatMap { $0 }
    ).png()
  }

  private func robustness() throws(PictureError) -> [UInt8]? {
    guard let conditions = report.robustness else { return nil }
    let hasAccuracy = conditions.first?.formats.values.first?.accuracy.value != nil
    func dot(_ figures: ValidationReport.ConditionReport.Figures?) -> DotPlotPicture.Dot? {
      guard let figures else { return nil }
      let figure = hasAccuracy ? figures.accuracy : figures.macroAveragePrecision
      guard let value = figure.value else { return nil }
      guard let lower = figure.lower, let upper = figure.upper else { return .init(value: value) }
      return .init(value: value, bounds: lower...upper)
    }
    return try DotPlotPicture(
      title: "What noise, rooms and codecs take",
      subtitle: "bars are 95 % intervals over recordings; " + subtitle,
      axis: hasAccuracy ? "accuracy" : "macro average precision", series: series,
      rows: conditions.filter { $0.refusal == nil }.map { condition in
        .init(
          label: condition.condition,
          dots: formats.map { dot(condition.formats[$0.rawValue]) },
          beginsGroup: condition.beginsGroup)
      }
    ).png()
  }

  static func text(_ value: Double, places: Int = 3) -> String {
    let scale = (0..<places).reduce(1.0) { scale, _ in 10 * scale }
    let digits = "\(Int((value * scale).rounded()))"
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return padded.dropLast(places) + "." + padded.suffix(places)
  }
}

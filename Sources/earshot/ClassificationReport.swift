import ImageValidation

/// What is told of how well a network knew labelled images.
struct ClassificationReport {
  let model: String
  /// Sides of the network's input.
  let input: String
  let folder: String
  let classNames: [String]
  let summary: ClassificationSummary
  /// Images without an answer.
  let failed: Int
  let tellsFive: Bool
  let seconds: Double

  /// A table of more labels is longer than a screen; then only the frequent mistakes are told.
  private static let mostLabels = 20

  var lines: [String] {
    var lines = ["\(model), \(input), on \(folder)", ""]
    if classNames.count <= Self.mostLabels {
      lines += confusion
    } else if !summary.mistakes.isEmpty {
      lines += mistakes
    }
    return lines + ["", closing]
  }

  /// Accuracy and speed in one line.
  var closing: String {
    let interval = summary.accuracyInterval
    var parts = [
      "top-1 \(percent(summary.accuracy)) (\(summary.correct) of \(summary.images), 95 % confidence "
        + "\(percent(interval.lowerBound)) to \(percent(interval.upperBound)))"
    ]
    if tellsFive {
      parts.append("top-5 \(percent(summary.accuracyInFive)) (\(summary.correctInFive))")
    }
    if failed > 0 { parts.append("\(failed) failed") }
    if seconds > 0 {
      parts.append(
        "\(decimal(Double(summary.images + failed) / seconds, places: 0)) images a second")
    }
    return parts.joined(separator: ", ") + "."
  }

  private var confusion: [String] {
    var table = Table(
      [("label", .left), ("images", .right), ("correct", .right), ("share", .right)]
        + classNames.map { ("as \($0)", .right) })
    for (label, name) in classNames.enumerated() {
      let images = summary.images(of: label)
      let answers = classNames.indices.map {
        summary.confusion[.init(label: label, predicted: $0)] ?? 0
      }
      table.add(
        [
          name, "\(images)", "\(answers[label])",
          images > 0 ? percent(Double(answers[label]) / Double(images)) : "",
        ] + answers.map(String.init))
    }
    return table.lines
  }

  private var mistakes: [String] {
    var table = Table([("frequent mistakes", .left), ("taken for", .left), ("images", .right)])
    for (pair, count) in summary.mistakes.prefix(10) {
      table.add([classNames[pair.label], classNames[pair.predicted], "\(count)"])
    }
    return table.lines
  }

  func json() throws -> [String] {
    try jsonLines(Encoded(self))
  }

  private func percent(_ share: Double) -> String { decimal(100 * share, places: 2) + " %" }

  private struct Encoded: Encodable {
    struct Answer: Encodable {
      let label: String
      let predicted: String
      let images: Int
    }

    let model: String
    let folder: String
    let images: Int
    let failed: Int
    let correct: Int
    let top1: Double
    let top1Interval: [Double]
    let top5: Double?
    let answers: [Answer]
    let seconds: Double

    init(_ report: ClassificationReport) {
      let summary = report.summary
      model = report.model
      folder = report.folder
      images = summary.images
      failed = report.failed
      correct = summary.correct
      top1 = summary.accuracy
      top1Interval = [summary.accuracyInterval.lowerBound, summary.accuracyInterval.upperBound]
      top5 = report.tellsFive ? summary.accuracyInFive : nil
      answers = summary.confusion.sorted {
        ($0.key.label, $0.key.predicted) < ($1.key.label, $1.key.predicted)
      }.map { pair, count in
        Answer(
          label: report.classNames[pair.label], predicted: report.classNames[pair.predicted],
          images: count)
      }
      seconds = report.seconds
    }
  }
}

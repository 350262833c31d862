import EventLog
import Foundation
import ImageValidation

/// A classifier's evaluation on a folder of images, with its progress, and what is printed of it.
struct ClassificationRun {
  let evaluation: ImageEvaluation
  let images: ImageFolder

  /// The answers to all images; those that have none, and what was guessed, are told of as they come.
  func answers(_ work: ImageWork) throws -> [Classification] {
    let outcomes = try evaluation.run(images.images, stop: work.stop) { outcome in
      switch outcome {
      case .success(let answer): work.succeed(answer.image.path, guess: answer.guess)
      case .failure(let error): work.fail(error)
      }
    }
    work.clear()
    return outcomes.compactMap { try? $0.get() }
  }

  /// - Parameters:
  ///   - model: The network's name.
  ///   - tellsFive: Whether five answers are told of each image, not the outputs.
  func printed(
    of folder: String, model: String, options: ValidateCommand.Options, tellsFive: Bool
  ) throws {
    let work = ImageWork(total: images.images.count)
    let answers = try answers(work)
    let report = ClassificationReport(
      model: model, input: "\(evaluation.network.width)x\(evaluation.network.height)",
      folder: folder, classNames: images.classNames,
      summary: ClassificationSummary(answers, classCount: evaluation.network.classCount),
      failed: work.failed, tellsFive: tellsFive, seconds: work.seconds)
    switch options.format {
    case .table: try Terminal.print(report.lines)
    case .json: try Terminal.print(report.json())
    case .csv:
      try printRows(answers, tellsFive: tellsFive)
      Terminal.complain(report.closing)
    }
    try work.end()
  }

  private func printRows(_ answers: [Classification], tellsFive: Bool) throws {
    let csv = try TextDestination(path: nil)
    let outputs = (0..<evaluation.network.classCount).map { "out\($0)" }
    try csv.write(
      CSVWriter.line(["path", "label", "predicted"] + (tellsFive ? ["rank", "best"] : outputs)))
    for answer in answers {
      let cells =
        tellsFive
        ? ["\(answer.rank)", answer.best.map(String.init).joined(separator: " ")]
        : answer.outputs.map { evaluation.network.hasIntegerOutputs ? "\(Int($0))" : "\($0)" }
      try csv.write(
        CSVWriter.line([answer.image.name, "\(answer.image.label)", "\(answer.predicted)"] + cells))
    }
    try csv.finish()
  }
}

import EventLog
import Foundation
import ImageValidation

/// How often a person is seen where one is, and none where none is: the detector on labelled pictures.
struct DetectionAgreement {
  let search: PersonSearch
  let folder: String
  let options: ValidateCommand.Options

  private struct Answer: Sendable {
    let boxes: Int
    /// Of the surest box.
    let score: Double
    let guess: String?
  }

  func printed() throws {
    // No person and person.
    let images = try ImageFolder(path: folder, outputs: 2)
    var answers = [Answer?](repeating: nil, count: images.images.count)
    let work = ImageWork(total: images.images.count)
    try search.run(
      images.images.map(\.path), stop: work.stop,
      keeping: {
        Answer(boxes: $1.boxes.count, score: $1.boxes.first?.score ?? 0, guess: $1.file.guess)
      },
      tell: { position, outcome in
        switch outcome {
        case .success(let answer):
          answers[position] = answer
          work.succeed(images.images[position].path, guess: answer.guess)
        case .failure(let error): work.fail(error)
        }
      })
    work.clear()
    let told = zip(images.images, answers).compactMap { image, answer in
      answer.map { (image: image, answer: $0) }
    }
    let report = ClassificationReport(
      model: options.model, input: "\(search.detector.width)x\(search.detector.height)",
      folder: folder, classNames: images.classNames,
      summary: ClassificationSummary(
        told.map { image, answer in
          let predicted = answer.boxes > 0 ? 1 : 0
          return (
            pair: .init(label: image.label, predicted: predicted),
            rank: predicted == image.label ? 0 : 1
          )
        }, classCount: 2),
      failed: work.failed, tellsFive: false, seconds: work.seconds)
    switch options.format {
    case .table: try Terminal.print(report.lines)
    case .json: try Terminal.print(report.json())
    case .csv:
      try printRows(told)
      Terminal.complain(report.closing)
    }
    try work.end()
  }

  private func printRows(_ told: [(image: ImageFolder.Image, answer: Answer)]) throws {
    let csv = try TextDestination(path: nil)
    try csv.write(CSVWriter.line(["path", "label", "predicted", "persons", "score"]))
    for (image, answer) in told {
      try csv.write(
        CSVWriter.line([
          image.name, "\(image.label)", answer.boxes > 0 ? "1" : "0", "\(answer.boxes)",
          decimal(answer.score, places: 4),
        ]))
    }
    try csv.finish()
  }
}

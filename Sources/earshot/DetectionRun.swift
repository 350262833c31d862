import Foundation
import ImageValidation
import Pictures

/// The search for people in pictures that were named, with its progress and its drawings.
struct DetectionRun {
  let search: PersonSearch
  /// Where each picture goes with its boxes; `nil` for nowhere.
  let targets: [String?]

  struct Results {
    /// Each picture that could be searched, in the order in which they were named.
    var found: [(path: String, boxes: [PersonBox])] = []
    /// The first drawing that could not be made or written.
    var undrawn: PictureError?
  }

  private struct Found: Sendable {
    let boxes: [PersonBox]
    let guess: String?
    let problem: PictureError?
  }

  func results(of paths: [String], _ work: ImageWork) throws -> Results {
    var results = Results()
    var found = [[PersonBox]?](repeating: nil, count: paths.count)
    try search.run(
      paths, stop: work.stop,
      keeping: { [targets] position, finding in
        Found(
          boxes: finding.boxes, guess: finding.file.guess,
          problem: targets[position].flatMap { Self.draw(finding, to: $0) })
      },
      tell: { position, outcome in
        switch outcome {
        case .success(let picture):
          found[position] = picture.boxes
          results.undrawn = results.undrawn ?? picture.problem
          work.succeed(paths[position], guess: picture.guess)
        case .failure(let error): work.fail(error)
        }
      })
    work.clear()
    results.found = zip(paths, found).compactMap { path, boxes in boxes.map { (path, $0) } }
    return results
  }

  private static func draw(_ finding: PersonSearch.Finding, to path: String) -> PictureError? {
    let image = finding.file.image
    do throws(PictureError) {
      try BoxPicture(
        width: image.width, height: image.height, pixels: image.pixels,
        boxes: finding.boxes.map { box in
          BoxPicture.Box(
            left: box.left, top: box.top, right: box.right, bottom: box.bottom,
            label: "person " + decimal(box.score, places: 2))
        }
      ).write(to: path)
      return nil
    } catch {
      return error
    }
  }
}

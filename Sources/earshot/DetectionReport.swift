import EventLog
import ImageValidation

/// The people that were found in pictures.
struct DetectionReport {
  private let found: [(path: String, boxes: [PersonBox])]

  init(_ found: [(path: String, boxes: [PersonBox])]) { self.found = found }

  /// A box a line, in whole pixels; a picture without people has a line too.
  var lines: [String] {
    var table = Table([
      ("picture", .left), ("person", .right), ("score", .right), ("left", .right), ("top", .right),
      ("right", .right), ("bottom", .right),
    ])
    for (path, boxes) in found {
      if boxes.isEmpty { table.add([path, "none", "", "", "", "", ""]) }
      for (position, box) in boxes.enumerated() {
        table.add(
          [path, "\(position + 1)", decimal(box.score, places: 2)]
            + Self.corners(of: box, places: 0))
      }
    }
    return table.lines
  }

  /// CSV: a box a line.
  var rows: [String] {
    let boxes = found.flatMap { path, boxes in
      boxes.map { box in
        [path, decimal(box.score, places: 4)] + Self.corners(of: box, places: 2)
      }
    }
    return ([["path", "score", "left", "top", "right", "bottom"]] + boxes).map {
      String(CSVWriter.line($0).dropLast())
    }
  }

  func json() throws -> [String] {
    let pictures = found.map { path, boxes in
      Picture(
        path: path,
        persons: boxes.map {
          Person(score: $0.score, left: $0.left, top: $0.top, right: $0.right, bottom: $0.bottom)
        })
    }
    return try jsonLines(pictures)
  }

  private struct Picture: Encodable {
    let path: String
    let persons: [Person]
  }

  private struct Person: Encodable {
    let score, left, top, right, bottom: Double
  }

  private static func corners(of box: PersonBox, places: Int) -> [String] {
    [box.left, box.top, box.right, box.bottom].map { decimal($0, places: places) }
  }
}

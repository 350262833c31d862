import Foundation

/// One of the maps that a YOLO-style detector puts out: for each cell, `stride` pixels wide and high,
/// three guesses of a box, each of another shape.
///
/// Source: mit-han-lab/mcunet at 9c164f8, `eval_det.py` (strides and anchors); J. Redmon, A. Farhadi,
/// *YOLOv3: an incremental improvement*, 2018.
struct DetectionHead: Sendable, Equatable {
  /// Pixels of the input a cell.
  let stride: Int
  /// Width and height of each guess before the network stretches it, in pixels of the input.
  let anchors: [(width: Double, height: Double)]
  let rows: Int
  let columns: Int

  /// Values of a guess: offsets of the centre in x and y, logarithms of width and height in anchors,
  /// logits of an object being there and of its being a person.
  static let valuesPerGuess = 6

  private static let anchors: [Int: [(width: Double, height: Double)]] = [
    32: [(116, 90), (156, 198), (373, 326)],
    16: [(30, 61), (62, 45), (59, 119)],
    8: [(10, 13), (16, 30), (33, 23)],
  ]

  /// - Parameter shape: Of the output tensor.
  /// - Returns: `nil` if it is no such map of an input of that size.
  init?(shape: [Int], inputWidth: Int, inputHeight: Int) {
    guard shape.count == 4, shape[0] == 1, shape[1] > 0, shape[2] > 0,
      let anchors = Self.anchors[inputWidth / shape[2]],
      shape[3] == anchors.count * Self.valuesPerGuess,
      shape[2] * (inputWidth / shape[2]) == inputWidth,
      shape[1] * (inputWidth / shape[2]) == inputHeight
    else { return nil }
    stride = inputWidth / shape[2]
    rows = shape[1]
    columns = shape[2]
    self.anchors = anchors
  }

  static func == (one: DetectionHead, other: DetectionHead) -> Bool {
    one.stride == other.stride && one.rows == other.rows && one.columns == other.columns
  }

  /// - Parameter values: `[rows, columns, anchors, 6]`.
  /// - Returns: A box for each guess, in pixels of the input, however improbable.
  func boxes(_ values: [Float]) -> [PersonBox] {
    precondition(values.count == rows * columns * anchors.count * Self.valuesPerGuess)
    var boxes: [PersonBox] = []
    var start = 0
    for row in 0..<rows {
      for column in 0..<columns {
        for anchor in anchors {
          let guess = values[start..<start + Self.valuesPerGuess].map(Double.init)
          let x = (Self.sigmoid(guess[0]) + Double(column)) * Double(stride)
          let y = (Self.sigmoid(guess[1]) + Double(row)) * Double(stride)
          let (width, height) = (exp(guess[2]) * anchor.width, exp(guess[3]) * anchor.height)
          boxes.append(
            PersonBox(
              left: x - width / 2, top: y - height / 2, right: x + width / 2,
              bottom: y + height / 2, score: Self.sigmoid(guess[4]) * Self.sigmoid(guess[5])))
          start += Self.valuesPerGuess
        }
      }
    }
    return boxes
  }

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}

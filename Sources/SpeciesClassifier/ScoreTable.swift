import EventDetection

/// Calibrated scores of int8 logits: one for each class and each of the 256 values.
///
/// Logits are what a log stores, and scores what a rule decides on; this is the only way from one to
/// the other.
public struct ScoreTable: Sendable {
  /// Outputs of the network, one a class.
  public let classCount: Int
  /// `[classes, 256]`, the lowest logit first.
  private let scores: [Float]
  private let floor: Float

  /// - Parameters:
  ///   - classes: In the order of the network's outputs.
  ///   - scale: Of the output tensor: logit = scale · (q − zeroPoint).
  ///   - zeroPoint: Of the output tensor.
  ///   - floor: The least score of a stored window.
  init(
    _ classes: [BundleManifest.ClassDescription], scale: Float, zeroPoint: Int, floor: Float
  ) {
    classCount = classes.count
    scores = classes.flatMap { `class` in
      (Int(Int8.min)...Int(Int8.max)).map { q in
        `class`.calibration.score(logit: Double(scale) * Double(q - zeroPoint))
      }
    }
    self.floor = floor
  }

  /// The score of one logit, 0…1.
  public func score(_ logit: Int8, classIndex: Int) -> Float {
    scores[classIndex * 256 + Int(logit) - Int(Int8.min)]
  }

  /// The scores of one window's logits, in the order of the classes.
  public func scores(of logits: some Sequence<Int8>) -> [Float] {
    logits.enumerated().map { score($0.element, classIndex: $0.offset) }
  }

  /// Whether a window is stored: any class reaches the floor.
  func isWorthStoring(_ logits: Span<Int8>) -> Bool {
    for index in 0..<classCount where score(logits[index], classIndex: index) >= floor {
      return true
    }
    return false
  }
}

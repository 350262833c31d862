import QuantizedInference
import SpeciesClassifier

extension ClipLogits {
  /// The clip's score for each class; `nil` in a format that was not computed.
  func scores(_ format: NumberFormat, of bundle: ModelBundle, pooling: Pooling) -> [Double]? {
    let classCount = bundle.classes.count
    guard windows > 0 else { return nil }
    switch format {
    case .int8:
      guard !int8.isEmpty else { return nil }
      let output = bundle.model.outputs[0]
      return (0..<classCount).map { index in
        let own = stride(from: index, to: int8.count, by: classCount).map { int8[$0] }
        return Self.pooled(
          logits: own.map { Double(output.scale) * Double(Int($0) - output.zeroPoint) },
          scores: own.map { Double(bundle.scoreTable.score($0, classIndex: index)) },
          bundle.classes[index].calibration, pooling)
      }
    case .fp32:
      guard !fp32.isEmpty else { return nil }
      return (0..<classCount).map { index in
        let logits = stride(from: index, to: fp32.count, by: classCount).map { Double(fp32[$0]) }
        let calibration = bundle.classes[index].calibration
        return Self.pooled(
          logits: logits, scores: logits.map { Double(calibration.score(logit: $0)) }, calibration,
          pooling)
      }
    }
  }

  private static func pooled(
    logits: [Double], scores: [Double], _ calibration: Calibration, _ pooling: Pooling
  ) -> Double {
    switch pooling {
    case .mean: scores.reduce(0, +) / Double(scores.count)
    case .max: scores.reduce(0, max)
    case .logits:
      Double(calibration.score(logit: logits.reduce(0, +) / Double(logits.count)))
    }
  }
}

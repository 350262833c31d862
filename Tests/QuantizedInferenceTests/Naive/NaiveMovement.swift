/// The operators that only move values.
///
/// Source: `shared/reference/README.md`, "Operators".
enum NaiveMovement {
  static func pad(_ input: QuantizedValues, before: [Int], after: [Int]) -> [Int] {
    let shape = zip(input.shape, zip(before, after)).map { $0 + $1.0 + $1.1 }
    return indices(of: shape).map { index in
      let source = zip(index, before).map { $0 - $1 }
      let isInside = zip(source, input.shape).allSatisfy { (0..<$1).contains($0) }
      return isInside ? input.values[position(of: source, in: input.shape)] : input.zeroPoint
    }
  }

  static func transpose(_ input: QuantizedValues, _ order: [Int]) -> [Int] {
    indices(of: order.map { input.shape[$0] }).map { index in
      var source = index
      for (axis, from) in order.enumerated() { source[from] = index[axis] }
      return input.values[position(of: source, in: input.shape)]
    }
  }

  static func concatenate(_ inputs: [QuantizedValues], axis: Int) -> [Int] {
    var shape = inputs[0].shape
    shape[axis] = inputs.map { $0.shape[axis] }.reduce(0, +)
    return indices(of: shape).map { index in
      var source = index
      var part = 0
      while source[axis] >= inputs[part].shape[axis] {
        source[axis] -= inputs[part].shape[axis]
        part += 1
      }
      return inputs[part].values[position(of: source, in: inputs[part].shape)]
    }
  }

  /// Single precision throughout: an exact quotient takes other sources in rare places.
  static func resizeSource(
    _ output: Int, from input: Int, to outputs: Int, alignsCorners: Bool, halfPixelCenters: Bool
  ) -> Int {
    let ratio: Float =
      alignsCorners && outputs > 1
      ? Float(input - 1) / Float(outputs - 1) : Float(input) / Float(outputs)
    let place = (Float(output) + (halfPixelCenters ? 0.5 : 0)) * ratio
    let nearest = alignsCorners ? place.rounded(.toNearestOrAwayFromZero) : place.rounded(.down)
    return clamp(Int(nearest), to: 0...input - 1)
  }

  /// The positions that begin, end and stride pick along one axis of `size`, nil for a masked end.
  static func slice(begin: Int?, end: Int?, stride: Int, size: Int) -> [Int] {
    func fit(_ value: Int) -> Int {
      let counted = value < 0 ? value + size : value
      return stride > 0 ? clamp(counted, to: 0...size) : clamp(counted, to: -1...size - 1)
    }
    let first = begin.map(fit) ?? (stride > 0 ? 0 : size - 1)
    let last = end.map(fit) ?? (stride > 0 ? size : -1)
    return Array(Swift.stride(from: first, to: last, by: stride))
  }
}

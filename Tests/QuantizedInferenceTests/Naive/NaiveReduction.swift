import QuantizedInference

/// MEAN and SUM over any axes.
///
/// Source: `shared/reference/README.md`, "Operators" and "Which runtime".
enum NaiveReduction {
  static func mean(_ input: QuantizedValues, _ axes: [Int], scale: Float, zeroPoint: Int) -> [Int] {
    let base = NaiveMultiplier(Double(input.scale) / Double(scale))
    return groups(input.values, input.shape, axes).map { group in
      let count = group.count
      let up = min(floorLog2(count), 32, 31 + base.shift)
      let divided = NaiveMultiplier(
        mantissa: (base.mantissa << up) / count, shift: base.shift - up)
      let sum = group.reduce(0, +) - input.zeroPoint * count
      return clamp(divided.apply(sum) + zeroPoint, to: -128...127)
    }
  }

  static func sum(
    _ input: QuantizedValues, _ axes: [Int], scale: Float, zeroPoint: Int,
    _ definition: Arithmetic.Sum
  ) -> [Int] {
    let multiplier = NaiveMultiplier(Double(input.scale) / Double(scale))
    let values = definition == .unsigned ? input.values.map { $0 & 255 } : input.values
    return groups(values, input.shape, axes).map { group in
      let sum = group.reduce(0, +) - input.zeroPoint * group.count
      let scaled = multiplier.apply(sum) + zeroPoint
      return switch definition {
      case .unsigned: Int(Int8(truncatingIfNeeded: clamp(scaled, to: 0...255)))
      case .signed: clamp(scaled, to: -128...127)
      }
    }
  }

  static func outputShape(_ shape: [Int], _ axes: [Int], keepsDimensions: Bool) -> [Int] {
    let reduced = Set(axes.map { $0 < 0 ? $0 + shape.count : $0 })
    return shape.enumerated().compactMap { axis, dimension in
      reduced.contains(axis) ? (keepsDimensions ? 1 : nil) : dimension
    }
  }

  /// The values that meet in each element of the result, in its row-major order.
  private static func groups(_ values: [Int], _ shape: [Int], _ axes: [Int]) -> [[Int]] {
    let kept = outputShape(shape, axes, keepsDimensions: true)
    var groups = [[Int]](repeating: [], count: kept.reduce(1, *))
    for (value, index) in zip(values, indices(of: shape)) {
      let target = zip(index, zip(shape, kept)).map { $1.1 == 1 ? 0 : $0 }
      groups[position(of: target, in: kept)].append(value)
    }
    return groups
  }

  private static func floorLog2(_ count: Int) -> Int {
    Int.bitWidth - 1 - count.leadingZeroBitCount
  }
}

import ModelWriting

/// ADD and MUL with broadcasting, QUANTIZE between 8-bit types.
///
/// Source: `shared/reference/README.md`, "Operators".
enum NaiveElementwise {
  static func broadcastShape(_ a: [Int], _ b: [Int]) -> [Int] {
    let rank = max(a.count, b.count)
    return zip(padded(a, to: rank), padded(b, to: rank)).map { $0 == 1 ? $1 : $0 }
  }

  static func add(
    _ a: QuantizedValues, _ b: QuantizedValues, _ activation: TFLiteActivation, scale: Float,
    zeroPoint: Int
  ) -> [Int] {
    let top = 2 * max(Double(a.scale), Double(b.scale))
    let first = NaiveMultiplier(Double(a.scale) / top)
    let second = NaiveMultiplier(Double(b.scale) / top)
    let last = NaiveMultiplier(top / (Double(1 << 20) * Double(scale)))
    let limits = activationLimits(activation, scale: scale, zeroPoint: zeroPoint)
    return pairs(a, b).map { x, y in
      let sum = first.apply(x << 20) + second.apply(y << 20)
      return clamp(last.apply(sum) + zeroPoint, to: limits)
    }
  }

  static func mul(
    _ a: QuantizedValues, _ b: QuantizedValues, _ activation: TFLiteActivation, scale: Float,
    zeroPoint: Int
  ) -> [Int] {
    // Single precision, rounded at each step.
    let product: Float = a.scale * b.scale
    let multiplier = NaiveMultiplier(Double(product / scale))
    let limits = activationLimits(activation, scale: scale, zeroPoint: zeroPoint)
    return pairs(a, b).map { x, y in clamp(multiplier.apply(x * y) + zeroPoint, to: limits) }
  }

  static func quantize(
    _ values: [Int], scale: Float, zeroPoint: Int, toScale: Float, toZeroPoint: Int,
    limits: ClosedRange<Int>
  ) -> [Int] {
    let multiplier = NaiveMultiplier(Double(scale) / Double(toScale))
    return values.map { clamp(multiplier.apply($0 - zeroPoint) + toZeroPoint, to: limits) }
  }

  /// The operands' values without their zero points, for each element of the result.
  private static func pairs(_ a: QuantizedValues, _ b: QuantizedValues) -> [(Int, Int)] {
    indices(of: broadcastShape(a.shape, b.shape)).map { index in
      (value(a, at: index) - a.zeroPoint, value(b, at: index) - b.zeroPoint)
    }
  }

  private static func value(_ tensor: QuantizedValues, at index: [Int]) -> Int {
    let shape = padded(tensor.shape, to: index.count)
    let own = zip(index, shape).map { $1 == 1 ? 0 : $0 }
    return tensor.values[position(of: own, in: shape)]
  }

  private static func padded(_ shape: [Int], to rank: Int) -> [Int] {
    [Int](repeating: 1, count: rank - shape.count) + shape
  }
}

/// A fused activation; raw values are the format's.
enum Activation: Int {
  case none, relu, reluOneToOne, relu6

  /// The output integers it lets through. Computed in single precision, as LiteRT does: a double
  /// division gives other limits near ties.
  func range(scale: Float, zeroPoint: Int32, within elementType: ElementType) -> ClosedRange<Int32>
  {
    let range = elementType.range ?? 0...0
    let (lowest, highest) = (Int32(range.lowerBound), Int32(range.upperBound))

    func quantized(_ value: Float) -> Int32 {
      let steps = (value / scale).rounded(.toNearestOrAwayFromZero)
      let limited = Int32(min(max(steps, -1e9), 1e9))
      return min(max(zeroPoint + limited, lowest), highest)
    }
    return switch self {
    case .none: lowest...highest
    case .relu: quantized(0)...highest
    case .reluOneToOne: quantized(-1)...quantized(1)
    case .relu6: quantized(0)...quantized(6)
    }
  }
}

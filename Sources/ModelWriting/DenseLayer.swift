/// A layer of real numbers that sees all values of its input: *output = weights · input + biases*.
public struct DenseLayer: Sendable, Hashable {
  /// `[units, inputs]`, row-major; finite.
  public var weights: [Double]
  /// `[units]`; finite.
  public var biases: [Double]
  /// Whether what is below 0 becomes 0.
  public var isRectified: Bool

  /// - Precondition: As many weights for one unit as for another.
  public init(weights: [Double], biases: [Double], isRectified: Bool = false) {
    precondition(
      !biases.isEmpty && !weights.isEmpty && weights.count.isMultiple(of: biases.count),
      "a layer has weights for each of its units")
    self.weights = weights
    self.biases = biases
    self.isRectified = isRectified
  }

  /// Values that a unit sees.
  public var inputCount: Int { weights.count / biases.count }
  /// Values that come out.
  public var unitCount: Int { biases.count }

  /// - Parameter input: ``inputCount`` values.
  /// - Returns: ``unitCount`` values.
  public func output(of input: [Double]) -> [Double] {
    precondition(input.count == inputCount, "the layer reads \(inputCount) values")
    return biases.indices.map { unit in
      let first = unit * inputCount
      var sum = biases[unit]
      for index in input.indices { sum += weights[first + index] * input[index] }
      return isRectified ? max(sum, 0) : sum
    }
  }
}

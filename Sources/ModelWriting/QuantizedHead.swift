/// The layers of a head in integers: int8 weights with a scale for each unit, int32 biases, int8 outputs.
///
/// Weights are symmetric and use −127…127; a bias has the scale of the products that it is added to; an
/// output has one scale and zero point, which hold the range that it was seen to have.
///
/// Source: *LiteRT 8-bit quantization specification*, operator `FULLY_CONNECTED`.
public struct QuantizedHead: Sendable, Hashable {
  /// A layer as it is written.
  struct Layer: Sendable, Hashable {
    /// `[units, inputs]`
    let weights: [Int8]
    /// `[units]`
    let scales: [Float]
    let biases: [Int32]
    /// `[units]`: input scale · weight scale.
    let biasScales: [Float]
    let outputScale: Float
    let outputZeroPoint: Int
    let isRectified: Bool

    var inputCount: Int { weights.count / biases.count }
  }

  let layers: [Layer]
  /// Of what the head reads.
  let inputScale: Float
  let inputZeroPoint: Int

  /// Values that the first layer reads.
  public var inputCount: Int { layers[0].inputCount }

  /// - Parameters:
  ///   - dense: At least one; each reads what the one before gives.
  ///   - inputScale: Of the embedding: real = scale · (q − zeroPoint).
  ///   - inputZeroPoint: Likewise.
  ///   - ranges: For each layer the least and greatest output that it was seen to give; what lies
  ///     beyond is told as the limit.
  public init(
    _ dense: [DenseLayer], inputScale: Float, inputZeroPoint: Int,
    ranges: [ClosedRange<Double>]
  ) {
    precondition(!dense.isEmpty && ranges.count == dense.count, "a range for each layer")
    self.inputScale = inputScale
    self.inputZeroPoint = inputZeroPoint
    var scale = inputScale
    layers = zip(dense, ranges).map { layer, range in
      let quantized = Layer(layer, inputScale: scale, range: range)
      scale = quantized.outputScale
      return quantized
    }
    precondition(
      zip(dense, dense.dropFirst()).allSatisfy { $0.unitCount == $1.inputCount },
      "a layer reads what the one before gives")
  }

  /// The head alone as a `.tflite` file: an int8 embedding in, int8 outputs out, with the bits that it
  /// has behind a backbone.
  public var file: [UInt8] {
    var writer = TFLiteWriter()
    writer.description = "earshot: a head without its backbone"
    let input = writer.add(
      TFLiteTensor(int8: [1, inputCount], scale: inputScale, zeroPoint: inputZeroPoint))
    writer.inputs = [input]
    writer.outputs = [writer.add(self, to: input)]
    return writer.serialized()
  }
}

extension QuantizedHead.Layer {
  fileprivate init(_ layer: DenseLayer, inputScale: Float, range: ClosedRange<Double>) {
    let inputs = layer.inputCount
    var (weights, scales, biases, biasScales): ([Int8], [Float], [Int32], [Float]) =
      ([], [], [], [])
    for unit in 0..<layer.unitCount {
      let row = layer.weights[unit * inputs..<(unit + 1) * inputs]
      let largest = row.reduce(0) { max($0, $1.magnitude) }
      // A bias of many times its weights must leave room for the sum in 32 bits.
      let least = layer.biases[unit].magnitude / (Double(inputScale) * 0x1p30)
      let needed = Float(max(largest / 127, least))
      // A unit of zeros is zero at any scale.
      let scale = needed > 0 ? needed : 1
      let biasScale = inputScale * scale
      weights += row.map { Int8(clamping: Int(($0 / Double(scale)).rounded())) }
        .map { max($0, -127) }
      scales.append(scale)
      biasScales.append(biasScale)
      biases.append(Int32(clamping: Int64((layer.biases[unit] / Double(biasScale)).rounded())))
    }
    self.weights = weights
    self.scales = scales
    self.biases = biases
    self.biasScales = biasScales
    isRectified = layer.isRectified
    // Zero must be among the values, or it has no zero point.
    let lowest = layer.isRectified ? 0 : min(range.lowerBound, 0)
    let highest = max(range.upperBound, 0, lowest + 1e-6)
    outputScale = Float((highest - lowest) / 255)
    outputZeroPoint = min(Int((-128 - lowest / Double(outputScale)).rounded()), 127)
  }
}

extension TFLiteWriter {
  /// Appends the head's layers.
  /// - Parameter input: The tensor that the first of them reads.
  /// - Returns: The tensor that the last one writes.
  mutating func add(_ head: QuantizedHead, to input: Int) -> Int {
    var tensor = input
    for (number, layer) in head.layers.enumerated() {
      let units = layer.biases.count
      let name = "head/\(number)"
      var weights = TFLiteTensor(
        values: layer.weights, shape: [units, layer.inputCount],
        .init(scales: layer.scales, dimension: 0))
      weights.name = name + "/weights"
      var biases = TFLiteTensor(
        integers: layer.biases, .init(scales: layer.biasScales, dimension: 0))
      biases.name = name + "/biases"
      var output = TFLiteTensor(
        int8: [1, units], scale: layer.outputScale, zeroPoint: layer.outputZeroPoint)
      output.name = name + "/output"
      let inputs = [tensor, add(weights), add(biases)]
      tensor = add(output)
      add(
        .fullyConnected(layer.isRectified ? .relu : .none), inputs: inputs, output: tensor)
    }
    return tensor
  }
}

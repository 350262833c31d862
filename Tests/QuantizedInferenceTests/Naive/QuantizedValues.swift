import ModelWriting

/// An 8-bit tensor in the open: real = scale * (value - zeroPoint).
struct QuantizedValues {
  var shape: [Int]
  /// Row-major, as stored.
  var values: [Int]
  var scale: Float
  var zeroPoint: Int

  var int8: [Int8] { values.map { Int8($0) } }
  /// The stored bytes of an int8 tensor.
  var bytes: [UInt8] { int8.map { UInt8(bitPattern: $0) } }
  /// The tensor's entry in a graph, without its values.
  var declaration: TFLiteTensor {
    TFLiteTensor(int8: shape, scale: scale, zeroPoint: zeroPoint)
  }
  /// The tensor as a constant of a graph.
  var constant: TFLiteTensor {
    TFLiteTensor(values: int8, shape: shape, .init(scale: scale, zeroPoint: zeroPoint))
  }

  /// The value at one index per dimension.
  subscript(index: Int...) -> Int { values[position(of: index, in: shape)] }
}

/// Row-major position of an index.
func position(of index: [Int], in shape: [Int]) -> Int {
  zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }
}

/// Every index of a shape, in row-major order; one empty index for a scalar.
func indices(of shape: [Int]) -> [[Int]] {
  shape.reduce([[]]) { indices, dimension in
    indices.flatMap { index in (0..<dimension).map { index + [$0] } }
  }
}

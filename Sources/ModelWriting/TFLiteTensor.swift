/// The element types of the schema that the engine knows.
public enum TFLiteTensorType: UInt8, CaseIterable, Codable, Sendable {
  case float32 = 0
  case int32 = 2
  case uint8 = 3
  case int64 = 4
  case int8 = 9

  /// Of one element.
  public var byteCount: Int {
    switch self {
    case .int8, .uint8: 1
    case .int32, .float32: 4
    case .int64: 8
    }
  }
}

/// A tensor of a graph about to be written: real = scale * (stored - zeroPoint).
public struct TFLiteTensor: Sendable {
  /// One scale for all elements, or one for each index along `dimension`.
  public struct Quantization: Sendable {
    /// What one step of the stored values stands for; at least one.
    public var scales: [Float]
    /// The stored values that stand for 0, as many as scales.
    public var zeroPoints: [Int64]
    /// Without meaning where there is one scale.
    public var dimension = 0

    /// The same for all elements.
    public init(scale: Float, zeroPoint: Int) {
      scales = [scale]
      zeroPoints = [Int64(zeroPoint)]
    }

    /// Zero point 0 in each channel, as weights have it.
    public init(scales: [Float], dimension: Int) {
      self.scales = scales
      zeroPoints = scales.map { _ in 0 }
      self.dimension = dimension
    }

    var table: DraftTable {
      var table = DraftTable()
      table.set(2, to: scales)
      table.set(3, to: zeroPoints)
      if dimension != 0 { table.set(6, to: Int32(dimension)) }
      return table
    }
  }

  /// Where it is empty, the writer makes one of the tensor's index.
  public var name = ""
  /// Empty for a scalar; images are `[batch, height, width, channels]`.
  public var shape: [Int]
  /// Of an element as it is stored.
  public var type: TFLiteTensorType
  /// Nil where the elements stand for themselves: float32, shapes, axes.
  public var quantization: Quantization?
  /// Raw little-endian bytes, row-major; nil if the graph computes the tensor or is given it.
  public var constant: [UInt8]?
  /// The shape with -1 where a dimension is free, if any is.
  public var shapeSignature: [Int]?

  /// A tensor that the graph is given or computes.
  public init(_ type: TFLiteTensorType, _ shape: [Int], _ quantization: Quantization? = nil) {
    self.shape = shape
    self.type = type
    self.quantization = quantization
  }

  /// An int8 tensor of one scale that the graph is given or computes.
  public init(int8 shape: [Int], scale: Float, zeroPoint: Int) {
    self.init(.int8, shape, Quantization(scale: scale, zeroPoint: zeroPoint))
  }

  /// Constant int8 values, of the given quantization.
  public init(values: [Int8], shape: [Int], _ quantization: Quantization? = nil) {
    self.init(.int8, shape, quantization)
    constant = values.map { UInt8(bitPattern: $0) }
  }

  /// Constant int32 values: biases, axes, shapes.
  public init(integers values: [Int32], shape: [Int]? = nil, _ quantization: Quantization? = nil) {
    self.init(.int32, shape ?? [values.count], quantization)
    constant = values.flatMap { littleEndianBytes($0) }
  }

  func table(buffer: Int) -> DraftTable {
    var table = DraftTable()
    table.set(0, to: shape.map { Int32($0) })
    if type != .float32 { table.set(1, to: type.rawValue) }
    if buffer != 0 { table.set(2, to: UInt32(buffer)) }
    table.set(3, to: .string(name))
    if let quantization { table.set(4, to: .table(quantization.table)) }
    if let shapeSignature { table.set(7, to: shapeSignature.map { Int32($0) }) }
    return table
  }
}

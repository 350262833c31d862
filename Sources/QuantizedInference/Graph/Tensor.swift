/// A checked tensor of the graph under construction.
struct Tensor {
  let description: TensorDescription
  let byte: Int
  /// The bytes of a tensor whose value is known before the model runs.
  var constant: ArraySlice<UInt8>?

  var shape: [Int] { description.shape }
  var place: ModelError.Place {
    .tensor(index: description.index, name: description.name, byte: byte)
  }

  /// - Parameter file: The bytes that the buffers' ranges refer to.
  init(
    _ record: ModelFile.TensorRecord, index: Int, buffers: [ModelFile.BufferRecord],
    file: [UInt8]
  ) throws(ModelError) {
    let place = ModelError.Place.tensor(index: index, name: record.name, byte: record.byte)
    guard let elementType = ElementType(schemaCode: record.type) else {
      throw .unsupported(place, what: "element type \(ElementType.name(schemaCode: record.type))")
    }
    if record.isVariable { throw .unsupported(place, what: "a variable tensor") }
    if record.isSparse { throw .unsupported(place, what: "a sparse tensor") }
    let shape = try Self.checkedShape(record.shape, elementType, place)
    description = TensorDescription(
      index: index, name: record.name, shape: shape, elementType: elementType,
      quantization: try Quantization(record, shape: shape, elementType: elementType, at: place))
    byte = record.byte
    guard buffers.indices.contains(record.buffer) else {
      throw .inconsistent(place, reason: "there is no buffer \(record.buffer)")
    }
    guard let range = buffers[record.buffer] else { return }
    guard range.count == description.byteCount else {
      throw .inconsistent(
        place,
        reason: "its buffer holds \(range.count) bytes, its shape \(description.byteCount)")
    }
    constant = file[range]
  }

  /// Dimensions of at least 1 whose product of bytes stays below 2³¹, at most eight of them: all
  /// later arithmetic on sizes and positions is then free of overflow.
  private static func checkedShape(
    _ shape: [Int32], _ elementType: ElementType, _ place: ModelError.Place
  ) throws(ModelError) -> [Int] {
    guard shape.count <= 8 else {
      throw .unsupported(place, what: "a tensor of \(shape.count) dimensions")
    }
    var bytes = elementType.byteCount
    for dimension in shape {
      guard dimension > 0 else {
        throw .unsupported(place, what: "a dimension of \(dimension)")
      }
      bytes *= Int(dimension)
      guard bytes <= Int(Int32.max) else {
        throw .unsupported(place, what: "a tensor of 2^31 bytes or more")
      }
    }
    return shape.map(Int.init)
  }
}

extension ElementType {
  /// Source: `TensorType` in `schema.fbs` of LiteRT 2.3.0.
  private static let schemaNames: [String] = [
    "FLOAT32", "FLOAT16", "INT32", "UINT8", "INT64", "STRING", "BOOL", "INT16", "COMPLEX64",
    "INT8", "FLOAT64", "COMPLEX128", "UINT64", "RESOURCE", "VARIANT", "UINT32", "UINT16", "INT4",
    "BFLOAT16", "INT2", "UINT4", "FLOAT8_E4M3FN", "FLOAT8_E5M2",
  ]

  static func name(schemaCode: Int) -> String {
    schemaNames.indices.contains(schemaCode) ? schemaNames[schemaCode] : "\(schemaCode)"
  }

  init?(schemaCode: Int) {
    switch schemaCode {
    case 0: self = .float32
    case 2: self = .int32
    case 3: self = .uint8
    case 4: self = .int64
    case 9: self = .int8
    default: return nil
    }
  }
}

extension Quantization {
  /// Nil where the record has no scales. All scales are finite, zero points lie in the range of
  /// the element type, and there are as many as the tensor or its dimension needs.
  init?(
    _ record: ModelFile.TensorRecord, shape: [Int], elementType: ElementType,
    at place: ModelError.Place
  ) throws(ModelError) {
    if record.hasOtherQuantization {
      throw .unsupported(place, what: "a quantization other than scale and zero point")
    }
    guard !record.scales.isEmpty, elementType != .float32 else { return nil }
    let zeroPoints = record.zeroPoints ?? Array(repeating: 0, count: record.scales.count)
    guard zeroPoints.count == record.scales.count else {
      throw .inconsistent(
        place, reason: "\(record.scales.count) scales stand beside \(zeroPoints.count) zero points")
    }
    if record.scales.count > 1 {
      guard shape.indices.contains(record.quantizedDimension),
        shape[record.quantizedDimension] == record.scales.count
      else {
        throw .inconsistent(
          place,
          reason: "\(record.scales.count) scales do not fit dimension "
            + "\(record.quantizedDimension) of shape \(shape)")
      }
    }
    for scale in record.scales where !scale.isFinite {
      throw .inconsistent(place, reason: "a scale is \(scale)")
    }
    let range = elementType.range ?? 0...0
    for zeroPoint in zeroPoints where !range.contains(Int(zeroPoint)) {
      throw .inconsistent(place, reason: "the zero point \(zeroPoint) is no \(elementType)")
    }
    self.init(
      scales: record.scales, zeroPoints: zeroPoints.map(Int.init),
      dimension: record.quantizedDimension)
  }
}

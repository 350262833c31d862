/// An array as numpy stores it: element type, shape, and row-major little-endian bytes.
public struct NumpyArray: Hashable, Sendable {
  /// The element types that earshot's networks and front end use.
  public enum ElementType: String, Hashable, Sendable, CaseIterable {
    case int8 = "|i1"
    case uint8 = "|u1"
    case bool = "|b1"
    case int32 = "<i4"
    case int64 = "<i8"
    case float32 = "<f4"
    case float64 = "<f8"

    /// Bytes an element.
    public var size: Int {
      switch self {
      case .int8, .uint8, .bool: 1
      case .int32, .float32: 4
      case .int64, .float64: 8
      }
    }
  }

  /// Of all elements.
  public let elementType: ElementType
  /// Slowest dimension first; empty for a single value.
  public let shape: [Int]
  /// `shape` product times element size bytes, row-major, little-endian.
  public let bytes: [UInt8]

  /// - Precondition: `bytes` holds exactly the elements of `shape`.
  public init(elementType: ElementType, shape: [Int], bytes: [UInt8]) {
    precondition(
      shape.reduce(elementType.size, *) == bytes.count,
      "\(bytes.count) bytes do not fill shape \(shape) of \(elementType)")
    self.elementType = elementType
    self.shape = shape
    self.bytes = bytes
  }

  /// - Precondition: `values` has the elements of `shape`.
  public init(_ values: [Int8], shape: [Int]) {
    self.init(elementType: .int8, shape: shape, bytes: values.map { UInt8(bitPattern: $0) })
  }

  /// - Precondition: `values` has the elements of `shape`.
  public init(_ values: [Float], shape: [Int]) {
    self.init(
      elementType: .float32, shape: shape,
      bytes: values.flatMap { value in
        let bits = value.bitPattern
        return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
      })
  }

  /// The elements as `Int8`; `nil` if they are of another type.
  public var int8s: [Int8]? {
    elementType == .int8 ? bytes.map { Int8(bitPattern: $0) } : nil
  }

  /// The elements as `Float`; `nil` if they are not float32.
  public var floats: [Float]? {
    guard elementType == .float32 else { return nil }
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      Float(bitPattern: UInt32(truncatingIfNeeded: bits(at: start, count: 4)))
    }
  }

  /// The elements as `Double`; `nil` if they are not float64.
  public var doubles: [Double]? {
    guard elementType == .float64 else { return nil }
    return stride(from: 0, to: bytes.count, by: 8).map { start in
      Double(bitPattern: bits(at: start, count: 8))
    }
  }

  /// `count` bytes from `start` as one little-endian number.
  private func bits(at start: Int, count: Int) -> UInt64 {
    (0..<count).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) }
  }
}

/// What one element of a tensor is. Other types of the format are refused when a model is loaded.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
  case float32, int64, int32, uint8, int8

  /// Bytes of one element; in memory and in files, little endian.
  public var byteCount: Int {
    switch self {
    case .int64: 8
    case .float32, .int32: 4
    case .uint8, .int8: 1
    }
  }

  /// The values an integer element can hold, nil for ``float32``.
  public var range: ClosedRange<Int>? {
    switch self {
    case .float32: nil
    case .int64: Int.min...Int.max
    case .int32: Int(Int32.min)...Int(Int32.max)
    case .uint8: 0...255
    case .int8: -128...127
    }
  }
}

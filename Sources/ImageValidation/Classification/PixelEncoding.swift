import Foundation
import QuantizedInference

/// How pixels become the bytes of an input tensor.
enum PixelEncoding: Sendable {
  /// pixel - 128: for every pixel what the published `x * 255 - 128`, truncated, gives.
  case int8
  case uint8
  /// pixel / 255 * 2 - 1, computed in double precision and then rounded, as the published code does.
  case float32

  init?(_ type: ElementType) {
    switch type {
    case .int8: self = .int8
    case .uint8: self = .uint8
    case .float32: self = .float32
    case .int32, .int64: return nil
    }
  }

  func bytes(of pixels: [UInt8]) -> [UInt8] {
    switch self {
    case .int8: pixels.map { $0 ^ 0x80 }
    case .uint8: pixels
    case .float32: pixels.flatMap { Self.floatBytes[Int($0)] }
    }
  }

  private static let floatBytes: [[UInt8]] = (0...255).map { pixel in
    let bits = Float(Double(pixel) / 255 * 2 - 1).bitPattern
    return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
  }
}

/// How the bytes of an output tensor become numbers.
enum OutputDecoding: Sendable {
  case int8, uint8, float32

  init?(_ type: ElementType) {
    switch type {
    case .int8: self = .int8
    case .uint8: self = .uint8
    case .float32: self = .float32
    case .int32, .int64: return nil
    }
  }

  func values(_ bytes: [UInt8]) -> [Float] {
    switch self {
    case .int8: bytes.map { Float(Int8(bitPattern: $0)) }
    case .uint8: bytes.map(Float.init)
    case .float32:
      stride(from: 0, to: bytes.count - 3, by: 4).map { start in
        Float(
          bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
      }
    }
  }
}

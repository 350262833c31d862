/// A tensor as the model file declares it. Values lie row by row, the last dimension fastest;
/// images are `[batch, height, width, channels]`.
public struct TensorDescription: Sendable, Hashable {
  /// Position in the file's list of tensors.
  public let index: Int
  /// As the file has it, for people: it may be empty, and need not be the only one.
  public let name: String
  /// Empty for a scalar. A dynamic batch is 1.
  public let shape: [Int]
  /// Of each value in the tensor's bytes, little endian.
  public let elementType: ElementType
  /// Nil for float32 tensors and for plain integers (shapes, axes).
  public let quantization: Quantization?

  /// Of the whole shape: 1 for a scalar.
  public var elementCount: Int { shape.reduce(1, *) }
  /// Of all values, one behind the other.
  public var byteCount: Int { elementCount * elementType.byteCount }

  /// The scale of the whole tensor, or of its first channel; 1 where it is not quantized.
  public var scale: Float { quantization?.scales.first ?? 1 }
  /// The zero point of the whole tensor, or of its first channel; 0 where it is not quantized.
  public var zeroPoint: Int { quantization?.zeroPoints.first ?? 0 }
}

extension ArraySlice<UInt8> {
  /// Little-endian float32 elements, at any alignment.
  var floats: [Float] {
    unsafe withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { index in
        let bits = unsafe bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
        return Float(bitPattern: UInt32(littleEndian: bits))
      }
    }
  }
}

extension [Float] {
  /// The elements' bytes, little endian.
  var littleEndianBytes: ArraySlice<UInt8> {
    let bits = map(\.bitPattern.littleEndian)
    return unsafe bits.withUnsafeBytes { unsafe [UInt8]($0)[...] }
  }
}

extension TensorDescription {
  /// The real numbers for which a tensor's bytes stand; integers without a scale stand for themselves.
  /// The product with the scale is in single precision, as LiteRT's DEQUANTIZE is.
  ///
  /// - Parameter bytes: Of float32, int8 or uint8.
  func reals(_ bytes: ArraySlice<UInt8>) -> [Float] {
    guard elementType != .float32 else { return bytes.floats }
    let isSigned = elementType == .int8
    let scales = quantization?.scales ?? [1]
    let zeroPoints = quantization?.zeroPoints ?? [0]
    // How many neighbours share a scale.
    let run =
      scales.count > 1
      ? shape[((quantization?.dimension ?? 0) + 1)...].reduce(1, *) : bytes.count
    var reals: [Float] = []
    reals.reserveCapacity(bytes.count)
    var start = bytes.startIndex
    var channel = 0
    while start < bytes.endIndex {
      for byte in bytes[start..<start + run] {
        let value = isSigned ? Int(Int8(bitPattern: byte)) : Int(byte)
        reals.append(Float(value - zeroPoints[channel]) * scales[channel])
      }
      start += run
      channel = channel + 1 < scales.count ? channel + 1 : 0
    }
    return reals
  }
}

extension Tensor {
  /// The same tensor of float32; of int32 and int64 it stays as it is.
  func dequantized(_ budget: PreparationBudget) throws(ModelError) -> Tensor {
    guard description.elementType.byteCount == 1 else { return self }
    guard description.elementCount <= Int(Int32.max) / 4 else {
      throw .unsupported(place, what: "a tensor of 2^31 bytes or more")
    }
    var reals: [Float]?
    if let constant {
      guard budget.take(4 * constant.count) else {
        throw .unsupported(place, what: "a model whose constants are used this often")
      }
      reals = description.reals(constant)
    }
    return Tensor(
      description: TensorDescription(
        index: description.index, name: description.name, shape: shape, elementType: .float32,
        quantization: nil),
      byte: byte, constant: reals?.littleEndianBytes)
  }

  private init(description: TensorDescription, byte: Int, constant: ArraySlice<UInt8>?) {
    self.description = description
    self.byte = byte
    self.constant = constant
  }
}

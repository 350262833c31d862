extension ResamplingTable {
  private static let half: Int32 = 1 << (binaryPlaces - 1)

  /// Mixes the columns of some rows.
  ///
  /// - Parameters:
  ///   - pixels: Whole rows of `width` pixels, three bytes each.
  ///   - rows: Those that are wanted.
  /// - Returns: `[rows, outputCount, 3]`.
  func mixedAcross(_ pixels: [UInt8], width: Int, rows: Range<Int>) -> [UInt8] {
    precondition(reach.upperBound <= width && 3 * width * rows.upperBound <= pixels.count)
    let count = 3 * outputCount * rows.count
    // Every index below lies in what was checked: a start plus a count is within the width.
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      unsafe pixels.withUnsafeBufferPointer { pixels in
        unsafe weights.withUnsafeBufferPointer { weights in
          var written = 0
          for row in rows {
            for output in 0..<outputCount {
              var (red, green, blue) = (Self.half, Self.half, Self.half)
              var place = 3 * (row * width + starts[output])
              let offset = offsets[output]
              for index in offset..<offset + counts[output] {
                let weight = unsafe weights[index]
                unsafe red &+= Int32(pixels[place]) &* weight
                unsafe green &+= Int32(pixels[place + 1]) &* weight
                unsafe blue &+= Int32(pixels[place + 2]) &* weight
                place += 3
              }
              unsafe target[written] = Self.byte(red)
              unsafe target[written + 1] = Self.byte(green)
              unsafe target[written + 2] = Self.byte(blue)
              written += 3
            }
          }
          initialized = written
        }
      }
    }
  }

  /// Mixes rows.
  ///
  /// - Parameters:
  ///   - bytes: Rows of `rowBytes`, the first of which is row `firstRow` of the picture.
  /// - Returns: `[outputCount, rowBytes]`.
  func mixedDown(_ bytes: [UInt8], rowBytes: Int, firstRow: Int) -> [UInt8] {
    precondition(
      reach.lowerBound >= firstRow && (reach.upperBound - firstRow) * rowBytes <= bytes.count)
    var sums = [Int32](repeating: 0, count: rowBytes)
    // Every index below lies in what was checked.
    return unsafe [UInt8](unsafeUninitializedCapacity: outputCount * rowBytes) {
      target, initialized in
      unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          for output in 0..<outputCount {
            unsafe sums.update(repeating: Self.half)
            for tap in 0..<counts[output] {
              let weight = weights[offsets[output] + tap]
              let start = (starts[output] + tap - firstRow) * rowBytes
              for index in 0..<rowBytes {
                unsafe sums[index] &+= Int32(bytes[start + index]) &* weight
              }
            }
            for index in 0..<rowBytes {
              unsafe target[output * rowBytes + index] = Self.byte(sums[index])
            }
          }
        }
      }
      initialized = outputCount * rowBytes
    }
  }

  /// The sum without its binary places, towards minus infinity, clamped.
  private static func byte(_ sum: Int32) -> UInt8 { UInt8(clamping: sum >> Int32(binaryPlaces)) }
}

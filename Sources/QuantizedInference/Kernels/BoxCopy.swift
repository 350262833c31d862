/// Copies a box of elements between two tensors: along each dimension a count, and a distance
/// between neighbours in the source and in the destination, in elements.
///
/// All operators that only move elements are made of it: a slice or a transposition is one box
/// with other distances in the source, a concatenation one box for each input.
struct BoxCopy: Sendable {
  private struct Dimension {
    var count: Int
    let source: Int
    let destination: Int
  }

  private let elementSize: Int
  private let sourceStart: Int
  private let destinationStart: Int
  /// Without the innermost.
  private let outer: [Dimension]
  private let inner: Dimension

  /// - Parameters:
  ///   - elementSize: Bytes of an element.
  ///   - shape: Counts, the innermost dimension last.
  ///   - sourceStrides: May be negative or 0.
  init(
    elementSize: Int, shape: [Int], sourceStart: Int = 0, sourceStrides: [Int],
    destinationStart: Int = 0, destinationStrides: [Int]
  ) {
    self.elementSize = elementSize
    self.sourceStart = sourceStart
    self.destinationStart = destinationStart
    var dimensions: [Dimension] = []
    // From the outside in; a dimension whose neighbours lie where the next inner one ends is
    // merged with it.
    for (count, strides) in zip(shape, zip(sourceStrides, destinationStrides)) where count != 1 {
      let next = Dimension(count: count, source: strides.0, destination: strides.1)
      if let last = dimensions.last, last.source == next.source * count,
        last.destination == next.destination * count
      {
        dimensions[dimensions.count - 1] = Dimension(
          count: last.count * count, source: next.source, destination: next.destination)
      } else {
        dimensions.append(next)
      }
    }
    inner = dimensions.popLast() ?? Dimension(count: 1, source: 1, destination: 1)
    outer = dimensions
  }

  func run(
    from source: UnsafeBufferPointer<UInt8>, to destination: UnsafeMutableBufferPointer<UInt8>
  ) {
    let rows = outer.reduce(1) { $0 * $1.count }
    for row in 0..<rows {
      var (from, to, rest) = (sourceStart, destinationStart, row)
      for dimension in outer.reversed() {
        let index = rest % dimension.count
        rest /= dimension.count
        from += index * dimension.source
        to += index * dimension.destination
      }
      unsafe copyRow(source, from, destination, to)
    }
  }

  private func copyRow(
    _ source: UnsafeBufferPointer<UInt8>, _ from: Int,
    _ destination: UnsafeMutableBufferPointer<UInt8>, _ to: Int
  ) {
    if inner.source == 1, inner.destination == 1 {
      let bytes = inner.count * elementSize
      unsafe UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(destination)[
          to * elementSize..<to * elementSize + bytes]
      )
      .copyMemory(
        from: UnsafeRawBufferPointer(
          rebasing: UnsafeRawBufferPointer(source)[from * elementSize..<from * elementSize + bytes])
      )
    } else if elementSize == 1 {
      for index in 0..<inner.count {
        unsafe destination[to + index * inner.destination] = source[from + index * inner.source]
      }
    } else {
      for index in 0..<inner.count {
        for byte in 0..<elementSize {
          unsafe destination[elementSize * (to + index * inner.destination) + byte] =
            source[elementSize * (from + index * inner.source) + byte]
        }
      }
    }
  }
}

/// Distances between neighbours of a tensor that lies row by row, in elements.
func rowMajorStrides(_ shape: [Int]) -> [Int] {
  var strides = [Int](repeating: 1, count: shape.count)
  for dimension in shape.indices.dropLast().reversed() {
    strides[dimension] = strides[dimension + 1] * shape[dimension + 1]
  }
  return strides
}

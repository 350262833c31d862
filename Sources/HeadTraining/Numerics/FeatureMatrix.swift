/// Rows of real features, standardised: each column has mean 0 and deviation 1 over the rows that it was made
/// of, so that one strength of regularisation fits all.
///
/// Rows are stored in blocks of eight columns, filled up with zeros: inner loops become vector code, and sums
/// are formed in the same order on any machine.
struct FeatureMatrix: Sendable {
  typealias Block = SIMD8<Double>

  let rowCount: Int
  let columnCount: Int
  /// Blocks of a row.
  let blockCount: Int
  /// `[rows, blocks]`
  private(set) var blocks: [Block]
  /// What was taken off each column, and by what it was divided.
  let means: [Double]
  let deviations: [Double]

  /// - Parameters:
  ///   - rows: Int8 embeddings, each of `columns` values.
  ///   - scale: real = scale · (q − zeroPoint); likewise `zeroPoint`.
  init(rows: [ArraySlice<Int8>], columns: Int, scale: Float, zeroPoint: Int) {
    rowCount = rows.count
    columnCount = columns
    blockCount = (columns + 7) / 8
    var sums = [Int](repeating: 0, count: columns)
    var squares = [Int](repeating: 0, count: columns)
    for row in rows {
      for (column, value) in row.enumerated() {
        let value = Int(value) - zeroPoint
        sums[column] += value
        squares[column] += value * value
      }
    }
    let count = Double(max(rows.count, 1))
    let scale = Double(scale)
    let integerMeans = sums.map { Double($0) / count }
    let spreads = zip(squares, integerMeans).map { square, mean in
      max(Double(square) / count - mean * mean, 0).squareRoot()
    }
    means = integerMeans.map { $0 * scale }
    // A column that never changes tells nothing, and stays 0.
    deviations = spreads.map { $0 > 0 ? $0 * scale : 1 }
    blocks = []
    blocks.reserveCapacity(rows.count * blockCount)
    for row in rows {
      for first in stride(from: 0, to: columns, by: 8) {
        var block = Block.zero
        for lane in 0..<min(8, columns - first) {
          let value = Double(Int(row[row.startIndex + first + lane]) - zeroPoint)
          let spread = spreads[first + lane]
          block[lane] = spread > 0 ? (value - integerMeans[first + lane]) / spread : 0
        }
        blocks.append(block)
      }
    }
  }

  /// The product of a row with weights in blocks.
  @inline(__always)
  func product(row: Int, _ weights: [Block]) -> Double {
    let weights = weights.span
    let row = blocks.span.extracting(row * blockCount..<(row + 1) * blockCount)
    var sum = Block.zero
    for block in 0..<blockCount { sum += row[block] * weights[block] }
    return sum.sum()
  }

  /// Adds a multiple of a row to sums in blocks.
  @inline(__always)
  func add(_ factor: Double, row: Int, to sums: inout MutableSpan<Block>) {
    let row = blocks.span.extracting(row * blockCount..<(row + 1) * blockCount)
    let factor = Block(repeating: factor)
    for block in 0..<blockCount { sums[block] += factor * row[block] }
  }

  /// Weights in blocks, filled up with zeros.
  func blocked(_ weights: ArraySlice<Double>) -> [Block] {
    var result = [Block](repeating: .zero, count: blockCount)
    for (index, weight) in weights.enumerated() { result[index / 8][index % 8] = weight }
    return result
  }
}

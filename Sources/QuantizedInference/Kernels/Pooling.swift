/// AVERAGE_POOL_2D and MAX_POOL_2D: each channel for itself. Positions outside the image count
/// neither in the sum nor in the number of values.
struct Pooling: Kernel {
  enum Statistic: Sendable { case average, maximum }

  let statistic: Statistic
  let window: Window
  let channels: Int
  let range: ClosedRange<Int32>

  var scratchBytes: Int { channels * MemoryLayout<Int32>.stride }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Int8.self)
    let output = unsafe operands.output(as: Int8.self)
    let values = unsafe operands.scratch(as: Int32.self)
    var end = 0
    for image in 0..<window.batch {
      for row in 0..<window.rows.output {
        let tapRows = window.rows.inside(row)
        for column in 0..<window.columns.output {
          let tapColumns = window.columns.inside(column)
          unsafe values.update(repeating: statistic == .average ? 0 : -128)
          for tapRow in tapRows {
            let line =
              (image * window.rows.input + window.rows.start(row) + tapRow)
              * window.columns.input + window.columns.start(column)
            for tapColumn in tapColumns {
              unsafe take(input, at: (line + tapColumn) * channels, into: values)
            }
          }
          let count = Int32(tapRows.count * tapColumns.count)
          for channel in 0..<channels {
            let value = unsafe result(values[channel], count: count)
            unsafe output[end &+ channel] = Int8(
              truncatingIfNeeded: min(max(value, range.lowerBound), range.upperBound))
          }
          end += channels
        }
      }
    }
  }

  @inline(__always)
  private func take(
    _ input: UnsafeBufferPointer<Int8>, at start: Int,
    into values: UnsafeMutableBufferPointer<Int32>
  ) {
    switch statistic {
    case .average:
      for channel in 0..<channels {
        unsafe values[channel] = values[channel] &+ Int32(input[start &+ channel])
      }
    case .maximum:
      for channel in 0..<channels {
        unsafe values[channel] = max(values[channel], Int32(input[start &+ channel]))
      }
    }
  }

  /// The average rounds to nearest, halves away from zero.
  private func result(_ value: Int32, count: Int32) -> Int32 {
    switch statistic {
    case .average: value > 0 ? (value + count / 2) / count : (value - count / 2) / count
    case .maximum: value
    }
  }
}

extension OperatorSite {
  func prepareAveragePool() throws(ModelError) -> PreparedOperator { try preparePool(.average) }

  func prepareMaxPool() throws(ModelError) -> PreparedOperator { try preparePool(.maximum) }

  func poolGeometry() throws(ModelError) -> (input: Tensor, window: Window) {
    try requireInputCount(1...1)
    let input = try input(0, "input")
    try require(input, "an input", is: numberType)
    try require(output, "an output", is: numberType)
    try require(input, "an input", hasRank: 4)
    let window = try window(
      over: input,
      taps: (try lengthOption(4, "window height"), try lengthOption(3, "window width")),
      options: WindowOptions())
    try requireOutputShape([
      window.batch, window.rows.output, window.columns.output, input.shape[3],
    ])
    return (input, window)
  }

  private func preparePool(_ statistic: Pooling.Statistic) throws(ModelError) -> PreparedOperator {
    let (input, window) = try poolGeometry()
    // A sum of so many values fits 32 bits.
    guard window.rows.taps * window.columns.taps < 1 << 23 else {
      throw unsupported("a window of \(window.rows.taps) × \(window.columns.taps)")
    }
    return PreparedOperator(
      kernel: Pooling(
        statistic: statistic, window: window, channels: input.shape[3],
        range: try activationRange(option: 5)),
      operands: [input.description.index])
  }
}

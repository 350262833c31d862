/// AVERAGE_POOL_2D and MAX_POOL_2D of float32; positions outside the image count neither in the sum nor
/// in the number of values.
struct FloatPooling: Kernel {
  let statistic: Pooling.Statistic
  let window: Window
  let channels: Int
  let range: ClosedRange<Float>

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Float.self)
    let output = unsafe operands.output(as: Float.self)
    unsafe output.update(
      repeating: statistic == .average ? 0 : -Float.greatestFiniteMagnitude)
    var end = 0
    for image in 0..<window.batch {
      for row in 0..<window.rows.output {
        let tapRows = window.rows.inside(row)
        for column in 0..<window.columns.output {
          let tapColumns = window.columns.inside(column)
          let values = unsafe UnsafeMutableBufferPointer(rebasing: output[end..<end + channels])
          for tapRow in tapRows {
            let line =
              (image * window.rows.input + window.rows.start(row) + tapRow)
              * window.columns.input + window.columns.start(column)
            for tapColumn in tapColumns {
              unsafe take(input, at: (line + tapColumn) * channels, into: values)
            }
          }
          let count = statistic == .average ? Float(tapRows.count * tapColumns.count) : 1
          for channel in 0..<channels {
            unsafe values[channel] = range.limit(values[channel] / count)
          }
          end += channels
        }
      }
    }
  }

  @inline(__always)
  private func take(
    _ input: UnsafeBufferPointer<Float>, at start: Int,
    into values: UnsafeMutableBufferPointer<Float>
  ) {
    switch statistic {
    case .average:
      for channel in 0..<channels { unsafe values[channel] += input[start &+ channel] }
    case .maximum:
      for channel in 0..<channels {
        unsafe values[channel] = max(values[channel], input[start &+ channel])
      }
    }
  }
}

extension OperatorSite {
  func prepareFloatPool(_ statistic: Pooling.Statistic) throws(ModelError) -> PreparedOperator {
    let (input, window) = try poolGeometry()
    return PreparedOperator(
      kernel: FloatPooling(
        statistic: statistic, window: window, channels: input.shape[3],
        range: try realActivationRange(option: 5)),
      operands: [input.description.index])
  }
}

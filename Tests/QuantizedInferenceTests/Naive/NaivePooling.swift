import ModelWriting

/// AVERAGE_POOL_2D and MAX_POOL_2D.
///
/// Source: `shared/reference/README.md`, "Operators".
enum NaivePooling {
  static func average(
    _ input: QuantizedValues, _ window: TFLiteWindow, _ activation: TFLiteActivation
  ) -> [Int] {
    pool(input, window, activation) { values in
      let sum = values.reduce(0, +)
      let half = values.count / 2
      return (sum > 0 ? sum + half : sum - half) / values.count
    }
  }

  static func max(
    _ input: QuantizedValues, _ window: TFLiteWindow, _ activation: TFLiteActivation
  ) -> [Int] {
    pool(input, window, activation) { $0.reduce(-128) { Swift.max($0, $1) } }
  }

  static func outputShape(_ input: [Int], _ window: TFLiteWindow) -> [Int] {
    [input[0], window.rows(of: input).outputs, window.columns(of: input).outputs, input[3]]
  }

  private static func pool(
    _ input: QuantizedValues, _ window: TFLiteWindow, _ activation: TFLiteActivation,
    _ combine: ([Int]) -> Int
  ) -> [Int] {
    let rows = window.rows(of: input.shape)
    let columns = window.columns(of: input.shape)
    let limits = activationLimits(activation, scale: input.scale, zeroPoint: input.zeroPoint)
    return indices(of: outputShape(input.shape, window)).map { index in
      var inside: [Int] = []
      for tap in indices(of: [window.height, window.width]) {
        let row = rows.input(output: index[1], tap: tap[0])
        let column = columns.input(output: index[2], tap: tap[1])
        guard (0..<input.shape[1]).contains(row), (0..<input.shape[2]).contains(column) else {
          continue
        }
        inside.append(input[index[0], row, column, index[3]])
      }
      return clamp(combine(inside), to: limits)
    }
  }
}

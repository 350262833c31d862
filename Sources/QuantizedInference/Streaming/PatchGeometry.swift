/// What a patch of a stage's output is made of: for each operator of the stage the part of its output
/// that the patch needs, and the part of its input that this needs.
///
/// Source: J. Lin et al., *MCUNetV2: Memory-Efficient Patch-based Inference for Tiny Deep Learning*
/// (2021). Parts of neighbouring patches overlap; what lies in both is computed twice.
struct PatchGeometry {
  /// One operator on one patch.
  struct Part {
    /// The operator's window, as it slides over the part of the input.
    let window: Window
    /// Where the parts begin.
    let input: (row: Int, column: Int)
    let output: (row: Int, column: Int)
  }

  /// For each patch a part for each operator.
  let patches: [[Part]]

  /// - Parameters:
  ///   - windows: Of the stage's operators, each of which reads what the one before it writes.
  ///   - grid: Patches in each direction, at least 2.
  /// - Returns: `nil` where the output has fewer rows or columns than the grid.
  init?(_ windows: [Window], grid: Int) {
    guard grid > 1, let last = windows.last, last.rows.output >= grid, last.columns.output >= grid
    else {
      return nil
    }
    func share(_ index: Int, of size: Int) -> Range<Int> {
      size * index / grid..<size * (index + 1) / grid
    }
    var patches: [[Part]] = []
    for row in 0..<grid {
      for column in 0..<grid {
        var rows = share(row, of: last.rows.output)
        var columns = share(column, of: last.columns.output)
        var parts: [Part] = []
        for window in windows.reversed() {
          let (inputRows, rowAxis) = window.rows.part(rows)
          let (inputColumns, columnAxis) = window.columns.part(columns)
          guard !inputRows.isEmpty, !inputColumns.isEmpty else { return nil }
          parts.append(
            Part(
              window: Window(batch: 1, rows: rowAxis, columns: columnAxis),
              input: (inputRows.lowerBound, inputColumns.lowerBound),
              output: (rows.lowerBound, columns.lowerBound)))
          (rows, columns) = (inputRows, inputColumns)
        }
        patches.append(parts.reversed())
      }
    }
    self.patches = patches
  }
}

extension WindowAxis {
  /// What of the input some of the outputs need, and the axis from there to them.
  fileprivate func part(_ outputs: Range<Int>) -> (inputs: Range<Int>, axis: WindowAxis) {
    let first = max(start(outputs.lowerBound), 0)
    let end = min(start(outputs.upperBound - 1) + (taps - 1) * dilation + 1, input)
    let inputs = first..<max(first, end)
    return (
      inputs,
      WindowAxis(
        input: inputs.count, output: outputs.count, taps: taps, stride: stride, dilation: dilation,
        padding: first - start(outputs.lowerBound))
    )
  }
}

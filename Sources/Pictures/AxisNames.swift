/// Where the names of an axis' columns stand: below their columns, within the axis, with room between.
struct AxisNames {
  /// A column, and from where to where its name reaches.
  struct Placed: Equatable {
    let column: Int
    let span: ClosedRange<Double>
  }

  static let gap = 10.0

  let placed: [Placed]

  /// - Parameters:
  ///   - widths: Of all columns' names.
  ///   - width: Of the axis, from 0.
  init(widths: [Double], within width: Double) {
    let column = width / Double(max(widths.count, 1))
    // As many names as stand side by side, at even distances.
    let every = max(1, Int((((widths.max() ?? 0) + Self.gap) / column).rounded(.up)))
    var placed: [Placed] = []
    for index in stride(from: 0, to: widths.count, by: every) where widths[index] <= width {
      let middle = (Double(index) + 0.5) * column
      let start = min(max(middle - widths[index] / 2, 0), width - widths[index])
      if let last = placed.last, start < last.span.upperBound + Self.gap { continue }
      placed.append(Placed(column: index, span: start...start + widths[index]))
    }
    self.placed = placed
  }
}

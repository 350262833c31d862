/// Counts of pairs: which class is taken for which. Rows are what is so, columns what is said; a cell is
/// as dark as its share of the row.
public struct MatrixPicture: Sendable {
  /// Of more the cells are too small to be told apart.
  public static let mostNames = 200

  /// Drawn in bold above everything; shortened where it is too long.
  public let title: String
  /// Drawn below the title: of what, on how much.
  public let subtitle: String
  /// Of the classes, for rows and columns alike; 1 to ``mostNames``.
  public let names: [String]
  /// Shape `[rows, columns]`, row-major; none negative.
  public let counts: [Int]

  /// - Throws: ``PictureError/plot(reason:)`` unless there is a count that is not negative for each pair of
  ///   at most ``mostNames`` names.
  public init(
    title: String, subtitle: String, names: [String], counts: [Int]
  ) throws(PictureError) {
    guard (1...Self.mostNames).contains(names.count), counts.count == names.count * names.count,
      counts.allSatisfy({ $0 >= 0 })
    else {
      throw .plot(
        reason: "the matrix has not a count for each pair of 1 to \(Self.mostNames) names")
    }
    self.title = title
    self.subtitle = subtitle
    self.names = names
    self.counts = counts
  }

  /// The picture as a PNG file's bytes.
  public func png() throws(PictureError) -> [UInt8] {
    let canvas = try Canvas(size)
    canvas.drawPaper(size, title: title, subtitle: subtitle)
    let axes = Canvas.Style(size: 12, colour: Palette.faint)
    canvas.write(
      "heard as", axes, x: Self.left + extent / 2, middle: top - nameLength - 20,
      anchor: .middle)
    for row in names.indices { drawRow(row, on: canvas) }
    for column in names.indices { drawName(ofColumn: column, on: canvas) }
    canvas.write(
      "right", axes, x: Self.left + extent + 10, middle: top - 12)
    return try canvas.png()
  }

  /// Writes the PNG file whole: what was at the path before stays until then.
  public func write(to path: String) throws(PictureError) { try writePNG(png(), to: path) }

  // Points.
  private static let left = 170.0
  private static let longestName = 120.0
  /// As long as the longest name may be: a letter is some seven points wide.
  private var nameLength: Double {
    min(Double(names.map(\.count).max() ?? 0) * 7.2 + 8, Self.longestName)
  }
  private var top: Double { 90 + nameLength }
  private var cell: Double { names.count <= 16 ? 42 : names.count <= 40 ? 24 : 8 }
  private var extent: Double { cell * Double(names.count) }

  private var size: PictureSize {
    PictureSize(
      width: max(Int(Self.left + extent) + 90, 480), height: max(Int(top + extent) + 24, 240),
      scale: names.count <= 40 ? 2 : 1)
  }

  private func total(_ row: Int) -> Int {
    counts[row * names.count..<(row + 1) * names.count].reduce(0, +)
  }

  private func drawRow(_ row: Int, on canvas: borrowing Canvas) {
    let y = top + Double(row) * cell
    let total = total(row)
    for column in names.indices {
      let count = counts[row * names.count + column]
      let share = total > 0 ? Double(count) / Double(total) : 0
      let place = Rectangle(
        x: Self.left + Double(column) * cell, y: y, width: cell, height: cell)
      canvas.fill(place, PlotColours.share(share))
      canvas.frame(place, PlotColours.grid, line: 0.5)
      if row == column { canvas.frame(place, Palette.faint, opacity: 0.6, line: 1) }
      guard count > 0, cell > 20 else { continue }
      let style = Canvas.Style(
        size: cell > 30 ? 12 : 9, weight: row == column ? .bold : .regular,
        colour: share > 0.3 ? Palette.paper : Palette.ink)
      canvas.write(
        "\(count)", style, x: place.x + cell / 2, middle: y + cell / 2, anchor: .middle)
    }
    guard cell > 10 else { return }
    let name = Canvas.Style(size: cell > 30 ? 12 : 10, colour: Palette.ink)
    canvas.write(
      canvas.shortened(names[row], name, to: Self.left - 40), name, x: Self.left - 10,
      middle: y + cell / 2, anchor: .right)
    guard total > 0 else { return }
    let right = Double(counts[row * names.count + row]) / Double(total)
    let share = Canvas.Style(size: cell > 30 ? 12 : 10, colour: Palette.faint)
    canvas.write(
      "\(Int((100 * right).rounded())) %", share, x: Self.left + extent + 10, middle: y + cell / 2)
  }

  private func drawName(ofColumn column: Int, on canvas: borrowing Canvas) {
    guard cell > 10 else { return }
    let name = Canvas.Style(size: cell > 30 ? 12 : 10, colour: Palette.ink)
    canvas.writeUpwards(
      canvas.shortened(names[column], name, to: Self.longestName), name,
      x: Self.left + (Double(column) + 0.5) * cell, y: top - 8, anchor: .left)
  }
}

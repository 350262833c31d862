/// A figure under many conditions, one a row, with its bounds: what a model loses to noise, rooms and
/// codecs.
public struct DotPlotPicture: Sendable {
  /// A figure.
  public struct Dot: Sendable, Hashable {
    /// 0…1.
    public var value: Double
    /// Of the value, such as a confidence interval's; `nil` where there are none.
    public var bounds: ClosedRange<Double>?

    /// Nothing is checked here.
    public init(value: Double, bounds: ClosedRange<Double>? = nil) {
      self.value = value
      self.bounds = bounds
    }
  }

  /// The figures under one condition.
  public struct Row: Sendable {
    /// The condition.
    public var label: String
    /// One for each of ``DotPlotPicture/series``.
    public var dots: [Dot?]
    /// Whether a line is drawn above it: it begins a group.
    public var beginsGroup: Bool

    /// Nothing is checked here.
    public init(label: String, dots: [Dot?], beginsGroup: Bool = false) {
      self.label = label
      self.dots = dots
      self.beginsGroup = beginsGroup
    }
  }

  /// Drawn in bold above everything; shortened where it is too long.
  public let title: String
  /// Drawn below the title: of what, on how much.
  public let subtitle: String
  /// What the axis is of.
  public let axis: String
  /// Names of what is compared, at most three.
  public let series: [String]
  /// From top to bottom, at least one; dashed lines through all show the figures of the first.
  public let rows: [Row]

  /// - Throws: ``PictureError/plot(reason:)`` if there is nothing to draw, or a value outside 0…1.
  public init(
    title: String, subtitle: String, axis: String, series: [String], rows: [Row]
  ) throws(PictureError) {
    guard !rows.isEmpty, (1...3).contains(series.count) else {
      throw .plot(reason: "there is nothing to draw")
    }
    for row in rows {
      guard row.dots.count == series.count else {
        throw .plot(reason: "\(row.label) has not a value for each of \(series)")
      }
      let all = row.dots.compactMap { $0 }
      guard all.allSatisfy({ (0...1).contains($0.value) }) else {
        throw .plot(reason: "\(row.label) has a value that is not from 0 to 1")
      }
    }
    self.title = title
    self.subtitle = subtitle
    self.axis = axis
    self.series = series
    self.rows = rows
  }

  /// The picture as a PNG file's bytes.
  public func png() throws(PictureError) -> [UInt8] {
    let canvas = try Canvas(size)
    canvas.drawPaper(size, title: title, subtitle: subtitle)
    canvas.drawLegend(series, x: 24, middle: 72)
    canvas.fill(frame, PlotColours.ground)
    drawAxis(on: canvas)
    // How it is without any of it.
    let lines = PlotColours.lines(series.count)
    for (place, dot) in rows[0].dots.enumerated() {
      guard let dot else { continue }
      canvas.line(
        [(x(dot.value), frame.y), (x(dot.value), frame.bottom)],
        .init(width: 1, colour: lines[place].colour, opacity: 0.9, dashes: [3, 4]))
    }
    for (index, row) in rows.enumerated() { draw(row, at: index, on: canvas) }
    return try canvas.png()
  }

  /// Writes the PNG file whole: what was at the path before stays until then.
  public func write(to path: String) throws(PictureError) { try writePNG(png(), to: path) }

  // Points.
  private static let width = 860.0
  private static let left = 200.0
  private static let pitch = 28.0

  private var frame: Rectangle {
    Rectangle(
      x: Self.left, y: 96, width: Self.width - Self.left - 36,
      height: Double(rows.count) * Self.pitch + 8)
  }

  private var size: PictureSize {
    PictureSize(width: Int(Self.width), height: max(Int(frame.bottom) + 56, 240), scale: 2)
  }

  private func x(_ value: Double) -> Double { frame.x + min(max(value, 0), 1) * frame.width }

  private func drawAxis(on canvas: borrowing Canvas) {
    let ticks = Canvas.Style(size: 11, colour: Palette.faint)
    for step in 0...10 {
      let x = x(Double(step) / 10)
      canvas.fill(
        Rectangle(x: x - 0.25, y: frame.y, width: 0.5, height: frame.height), PlotColours.grid)
      let text = step == 0 ? "0" : step == 10 ? "1" : "0.\(step)"
      canvas.write(text, ticks, x: x, middle: frame.bottom + 13, anchor: .middle)
    }
    canvas.write(
      axis, .init(size: 12, colour: Palette.ink), x: frame.x + frame.width / 2,
      middle: frame.bottom + 34, anchor: .middle)
  }

  private func draw(_ row: Row, at index: Int, on canvas: borrowing Canvas) {
    let y = frame.y + 4 + (Double(index) + 0.5) * Self.pitch
    if row.beginsGroup {
      canvas.fill(
        Rectangle(x: 24, y: y - Self.pitch / 2, width: frame.right - 24, height: 0.5),
        Palette.faint,
        opacity: 0.5)
    }
    let name = Canvas.Style(size: 12, colour: Palette.ink)
    canvas.write(
      canvas.shortened(row.label, name, to: Self.left - 36), name, x: Self.left - 12, middle: y,
      anchor: .right)
    let spread = row.dots.count > 1 ? 5.0 : 0
    let lines = PlotColours.lines(series.count)
    for (place, dot) in row.dots.enumerated() {
      guard let dot else { continue }
      let y = y + (Double(place) - Double(row.dots.count - 1) / 2) * spread * 2
      let colour = lines[place].colour
      if let bounds = dot.bounds {
        canvas.line(
          [(x(bounds.lowerBound), y), (x(bounds.upperBound), y)],
          .init(width: 2, colour: colour, opacity: 0.7))
      }
      canvas.dot(x: x(dot.value), y: y, radius: 4, colour)
    }
  }
}

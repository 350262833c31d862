/// Curves over the unit square, a small panel for each of many classes: precision over recall, recall over
/// false alarms, shares over scores.
///
/// Fourteen curves in one frame are a tangle; fourteen frames are read one by one and compared at a glance.
public struct CurvePanels: Sendable {
  /// Of the unit square.
  public struct Point: Sendable, Hashable {
    /// To the right, 0…1; what lies outside is drawn at the edge.
    public var x: Double
    /// Upwards, 0…1; what lies outside is drawn at the edge.
    public var y: Double

    /// Both 0…1.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// The curves of one class.
  public struct Panel: Sendable {
    /// The class; shortened where it is too long.
    public var title: String
    /// One for each of ``CurvePanels/series``, with what they say: "AP 0.97".
    public var notes: [String]
    /// One for each of ``CurvePanels/series``; may be empty.
    public var curves: [[Point]]
    /// Points marked on the curves, such as a threshold's.
    public var marks: [Point]

    /// Nothing is checked here.
    public init(title: String, notes: [String], curves: [[Point]], marks: [Point] = []) {
      self.title = title
      self.notes = notes
      self.curves = curves
      self.marks = marks
    }
  }

  /// What stands for chance or for perfection.
  public enum Reference: Sendable { case none, diagonal }

  /// Drawn in bold above everything; shortened where it is too long.
  public let title: String
  /// Drawn below the title: of what, on how much.
  public let subtitle: String
  /// What the horizontal axis is of; written below the lowest panels.
  public let horizontal: String
  /// What the vertical axis is of; written beside the left panels.
  public let vertical: String
  /// Names of what is compared, at most three.
  public let series: [String]
  /// At least one; drawn row by row, at most five in a row.
  public let panels: [Panel]
  /// Drawn in each panel: a dashed diagonal from the lower left, or nothing.
  public let reference: Reference
  /// Whether points are marked on the curves.
  public let dotted: Bool

  /// - Parameters:
  ///   - horizontal: What the horizontal axis is of, 0…1; `vertical` alike.
  /// - Throws: ``PictureError/plot(reason:)`` if there is nothing to draw, or a point that is no number.
  public init(
    title: String, subtitle: String, horizontal: String, vertical: String, series: [String],
    panels: [Panel], reference: Reference = .none, dotted: Bool = false
  ) throws(PictureError) {
    guard !panels.isEmpty, (1...3).contains(series.count) else {
      throw .plot(reason: "there is nothing to draw")
    }
    for panel in panels {
      guard panel.curves.count == series.count, panel.notes.count == series.count else {
        throw .plot(reason: "\(panel.title) has not a curve for each of \(series)")
      }
      let points = panel.curves.flatMap { $0 } + panel.marks
      guard points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
        throw .plot(reason: "\(panel.title) has a point that is no number")
      }
    }
    self.title = title
    self.subtitle = subtitle
    self.horizontal = horizontal
    self.vertical = vertical
    self.series = series
    self.panels = panels
    self.reference = reference
    self.dotted = dotted
  }

  /// The picture as a PNG file's bytes.
  public func png() throws(PictureError) -> [UInt8] {
    let canvas = try Canvas(size)
    canvas.drawPaper(size, title: title, subtitle: subtitle, left: Self.left)
    canvas.drawLegend(series, x: Self.left, middle: 72)
    for (index, panel) in panels.enumerated() {
      draw(
        panel, in: frame(of: index), isLeft: index % columns == 0,
        isLowest: index + columns >= panels.count, on: canvas)
    }
    return try canvas.png()
  }

  /// Writes the PNG file whole: what was at the path before stays until then.
  public func write(to path: String) throws(PictureError) { try writePNG(png(), to: path) }

  // Points.
  private static let side = 190.0
  private static let pitch = (x: 222.0, y: 262.0)
  private static let left = 66.0
  private static let top = 122.0

  private var columns: Int {
    switch panels.count {
    case 1...3: panels.count
    case 4: 2
    case 5...6, 9: 3
    case 7...16: 4
    default: 5
    }
  }

  private var rows: Int { (panels.count + columns - 1) / columns }

  private var size: PictureSize {
    PictureSize(
      width: max(Int(Self.left + Double(columns) * Self.pitch.x) + 8, 520),
      height: Int(Self.top + Double(rows) * Self.pitch.y) + 10, scale: 2)
  }

  private func frame(of index: Int) -> Rectangle {
    Rectangle(
      x: Self.left + Double(index % columns) * Self.pitch.x,
      y: Self.top + Double(index / columns) * Self.pitch.y, width: Self.side, height: Self.side)
  }

  private func draw(
    _ panel: Panel, in frame: Rectangle, isLeft: Bool, isLowest: Bool, on canvas: borrowing Canvas
  ) {
    canvas.fill(frame, PlotColours.ground)
    let ticks = Canvas.Style(size: 10, colour: Palette.faint)
    for step in 0...4 {
      let share = Double(step) / 4
      let x = frame.x + share * frame.width
      let y = frame.bottom - share * frame.height
      canvas.fill(
        Rectangle(x: x - 0.25, y: frame.y, width: 0.5, height: frame.height), PlotColours.grid)
      canvas.fill(
        Rectangle(x: frame.x, y: y - 0.25, width: frame.width, height: 0.5), PlotColours.grid)
      let text = ["0", "0.25", "0.5", "0.75", "1"][step]
      if isLowest { canvas.write(text, ticks, x: x, middle: frame.bottom + 11, anchor: .middle) }
      if isLeft { canvas.write(text, ticks, x: frame.x - 6, middle: y, anchor: .right) }
    }
    let names = Canvas.Style(size: 11, colour: Palette.ink)
    if isLowest {
      canvas.write(
        horizontal, names, x: frame.x + frame.width / 2, middle: frame.bottom + 28, anchor: .middle)
    }
    if isLeft {
      canvas.writeUpwards(
        vertical, names, x: frame.x - 44, y: frame.y + frame.height / 2, anchor: .middle)
    }
    drawTitle(of: panel, above: frame, on: canvas)
    if reference == .diagonal {
      canvas.line(
        [(frame.x, frame.bottom), (frame.right, frame.y)],
        .init(width: 1, colour: Palette.faint, opacity: 0.7, dashes: [2, 4]))
    }
    let lines = PlotColours.lines(series.count)
    for (place, curve) in panel.curves.enumerated() {
      let points = curve.map { self.place($0, in: frame) }
      let colour = lines[place].colour
      canvas.line(points, .init(width: lines[place].width, colour: colour))
      guard dotted else { continue }
      for point in points {
        canvas.dot(x: point.x, y: point.y, radius: lines[place].width / 2 + 1.6, colour)
      }
    }
    for mark in panel.marks {
      let point = self.place(mark, in: frame)
      canvas.dot(x: point.x, y: point.y, radius: 4.5, Palette.ink, ring: 1.5)
    }
  }

  private func drawTitle(of panel: Panel, above frame: Rectangle, on canvas: borrowing Canvas) {
    let bold = Canvas.Style(size: 12, weight: .bold, colour: Palette.ink)
    let note = Canvas.Style(size: 10, colour: Palette.faint)
    canvas.write(
      canvas.shortened(panel.title, bold, to: frame.width), bold, x: frame.x, middle: frame.y - 24)
    let notes = panel.notes.filter { !$0.isEmpty }.joined(separator: "  ")
    canvas.write(
      canvas.shortened(notes, note, to: frame.width), note, x: frame.x, middle: frame.y - 9)
  }

  private func place(_ point: Point, in frame: Rectangle) -> (x: Double, y: Double) {
    (
      frame.x + min(max(point.x, 0), 1) * frame.width,
      frame.bottom - min(max(point.y, 0), 1) * frame.height
    )
  }
}

extension Canvas {
  /// A plot's ground, and what stands over it.
  func drawPaper(_ size: PictureSize, title: String, subtitle: String, left: Double = 24) {
    fill(
      Rectangle(x: 0, y: 0, width: Double(size.width), height: Double(size.height)), Palette.paper)
    let bold = Style(size: 17, weight: .bold, colour: Palette.ink)
    let plain = Style(size: 12, colour: Palette.faint)
    let room = Double(size.width) - left - 24
    write(shortened(title, bold, to: room), bold, x: left, middle: 26)
    write(shortened(subtitle, plain, to: room), plain, x: left, middle: 48)
  }

  /// Names of what is compared, with their colours, in a row.
  func drawLegend(_ series: [String], x: Double, middle: Double) {
    let text = Style(size: 12, colour: Palette.ink)
    let lines = PlotColours.lines(series.count)
    var x = x
    for (place, name) in series.enumerated() {
      line(
        [(x + 2, middle), (x + 22, middle)],
        .init(width: lines[place].width, colour: lines[place].colour))
      write(name, text, x: x + 30, middle: middle)
      x += 30 + width(of: name, text) + 26
    }
  }
}

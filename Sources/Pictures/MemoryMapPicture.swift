import Foundation

/// What lies where in a block of memory while time goes by: offsets upwards, moments to the right.
public struct MemoryMapPicture: Sendable {
  /// Something that lies in one place for some time.
  public struct Block: Sendable, Equatable {
    /// What decides the colour.
    public enum Kind: String, Sendable, CaseIterable { case input, activation, output, scratch }

    /// Written into the block where it fits whole.
    public let label: String
    /// What it holds; its colour.
    public let kind: Kind
    /// Bytes from the memory's start.
    public let offset: Int
    /// Bytes that it takes from there on.
    public let byteCount: Int
    /// The first and the last moment at which it is there.
    public let moments: ClosedRange<Int>

    /// - Parameters:
    ///   - offset: Bytes from the memory's start; not negative.
    ///   - byteCount: Not negative.
    ///   - moments: Indices of ``MemoryMapPicture/moments``.
    public init(
      label: String, kind: Kind, offset: Int, byteCount: Int, moments: ClosedRange<Int>
    ) {
      self.label = label
      self.kind = kind
      self.offset = offset
      self.byteCount = byteCount
      self.moments = moments
    }
  }

  /// Drawn above everything; shortened where it is too long.
  public let title: String
  /// Of the memory: the height of the picture.
  public let byteCount: Int
  /// What each moment is called.
  public let moments: [String]
  /// Later ones are drawn over earlier ones.
  public let blocks: [Block]

  private static let size = PictureSize(width: 1200, height: 640, scale: 2)
  private static let plot = Rectangle(x: 72, y: 56, width: 1104, height: 508)
  /// Points below which a block is a line of its frame's colour.
  private static let leastHeight = 1.0
  private static let labelHeight = 11.0

  /// - Parameters:
  ///   - byteCount: Of the memory.
  ///   - moments: At least one.
  /// - Throws: ``PictureError/drawing(reason:)`` for a block outside the memory or the moments.
  public init(
    title: String, byteCount: Int, moments: [String], blocks: [Block]
  ) throws(PictureError) {
    for block in blocks {
      guard block.offset >= 0, block.byteCount >= 0, block.byteCount <= byteCount,
        block.offset <= byteCount - block.byteCount,
        moments.indices.contains(block.moments.lowerBound),
        moments.indices.contains(block.moments.upperBound)
      else { throw .drawing(reason: "\(block.label) lies outside the memory or the time drawn") }
    }
    guard !moments.isEmpty, byteCount > 0 else {
      throw .drawing(reason: "there is no memory to draw")
    }
    self.title = title
    self.byteCount = byteCount
    self.moments = moments
    self.blocks = blocks
  }

  /// The picture as a PNG file's bytes.
  public func png() throws(PictureError) -> [UInt8] {
    let canvas = try Canvas(Self.size)
    canvas.fill(
      Rectangle(x: 0, y: 0, width: Double(Self.size.width), height: Double(Self.size.height)),
      Palette.paper)
    canvas.fill(Self.plot, Colour(grey: 0.965))
    drawAxes(on: canvas)
    let views = blocks.indices.map { View($0, of: blocks) }
      .filter { height($0.visibleBytes) > Self.leastHeight }
    for view in views { fill(view.block, on: canvas) }
    markFullest(on: canvas)
    for view in views { label(view, on: canvas) }
    drawLegend(of: Set(views.map(\.block.kind)), on: canvas)
    return try canvas.png()
  }

  /// Writes the PNG file whole: what was at the path before stays until then.
  public func write(to path: String) throws(PictureError) { try writePNG(png(), to: path) }

  private var column: Double { Self.plot.width / Double(moments.count) }

  private func height(_ bytes: Int) -> Double {
    Double(bytes) / Double(byteCount) * Self.plot.height
  }

  private static func colour(of kind: Block.Kind) -> Colour {
    switch kind {
    case .input: Colour(lightness: 0.62, chroma: 0.12, hue: 145)
    case .activation: Colour(lightness: 0.66, chroma: 0.11, hue: 255)
    case .output: Colour(lightness: 0.66, chroma: 0.13, hue: 60)
    case .scratch: Colour(lightness: 0.72, chroma: 0.02, hue: 270)
    }
  }

  /// Where some bytes lie through some moments.
  private func place(_ bytes: Range<Int>, _ moments: ClosedRange<Int>) -> Rectangle {
    Rectangle(
      x: Self.plot.x + Double(moments.lowerBound) * column,
      y: Self.plot.bottom - height(bytes.upperBound),
      width: Double(moments.count) * column, height: height(bytes.count))
  }

  private func fill(_ block: Block, on canvas: borrowing Canvas) {
    let place = place(block.offset..<block.end, block.moments)
    canvas.fill(place, Self.colour(of: block.kind))
    canvas.frame(place, Palette.paper, line: 0.5)
  }

  /// Writes what a block is into the middle of what is seen of it, if it fits: a shape of which only the
  /// beginning is read tells nothing.
  private func label(_ view: View, on canvas: borrowing Canvas) {
    let block = view.block
    let line = Int(Self.labelHeight / Self.plot.height * Double(byteCount))
    guard block.byteCount >= line else { return }
    let start = block.offset + (block.byteCount - line) / 2
    guard let moments = view.longestView(of: start..<start + max(line, 1)) else { return }
    let style = Canvas.Style(size: 9, colour: Palette.paper)
    let place = place(start..<start + line, moments)
    guard canvas.width(of: block.label, style) <= place.width - 4 else { return }
    canvas.write(
      block.label, style, x: place.x + place.width / 2, middle: place.y + place.height / 2,
      anchor: .middle)
  }

  private func drawAxes(on canvas: borrowing Canvas) {
    let title = Canvas.Style(size: 15, weight: .bold, colour: Palette.ink)
    let text = Canvas.Style(size: 10, colour: Palette.faint)
    canvas.write(
      canvas.shortened(self.title, title, to: Self.plot.width), title, x: Self.plot.x, middle: 26)
    let step = Int(RoundStep.decimal(atLeast: Double(byteCount) / 9, finest: 1))
    for bytes in stride(from: 0, through: byteCount, by: max(step, 1)) {
      let y = Self.plot.bottom - height(bytes)
      canvas.fill(
        Rectangle(x: Self.plot.x, y: y, width: Self.plot.width, height: 0.5), Palette.faint,
        opacity: 0.4)
      canvas.write(Self.kilobytes(bytes), text, x: Self.plot.x - 8, middle: y, anchor: .right)
    }
    let names = AxisNames(
      widths: moments.map { canvas.width(of: $0, text) }, within: Self.plot.width)
    for name in names.placed {
      canvas.write(
        moments[name.column], text, x: Self.plot.x + name.span.lowerBound,
        middle: Self.plot.bottom + 12)
    }
  }

  private func markFullest(on canvas: borrowing Canvas) {
    let tops = moments.indices.map { moment in
      blocks.filter { $0.moments.contains(moment) }.map { $0.offset + $0.byteCount }.max() ?? 0
    }
    guard let most = tops.max(), let moment = tops.firstIndex(of: most) else { return }
    let ink = Canvas.Style(size: 11, colour: Palette.ink)
    let x = Self.plot.x + (Double(moment) + 0.5) * column
    canvas.fill(
      Rectangle(x: x - 0.5, y: Self.plot.y - 6, width: 1, height: Self.plot.height + 6),
      Palette.ink, opacity: 0.7)
    let anchor: Canvas.Anchor = x > Self.plot.x + Self.plot.width / 2 ? .right : .left
    canvas.write(
      "fullest: \(Self.kilobytes(most)) at \(moments[moment])", ink,
      x: anchor == .left ? x - 2 : x + 2, middle: Self.plot.y - 12, anchor: anchor)
  }

  private func drawLegend(of kinds: Set<Block.Kind>, on canvas: borrowing Canvas) {
    let text = Canvas.Style(size: 11, colour: Palette.ink)
    var x = Self.plot.x
    for kind in Block.Kind.allCases where kinds.contains(kind) {
      canvas.fill(
        Rectangle(x: x, y: Self.plot.bottom + 36, width: 12, height: 12), Self.colour(of: kind),
        corner: 2)
      canvas.write(kind.rawValue, text, x: x + 18, middle: Self.plot.bottom + 42)
      x += 18 + canvas.width(of: kind.rawValue, text) + 24
    }
    canvas.write(
      "operators in the order in which they run, offsets upwards", text,
      x: Self.plot.right, middle: Self.plot.bottom + 42, anchor: .right)
  }

  private static func kilobytes(_ bytes: Int) -> String {
    let kilobytes = Double(bytes) / 1000
    return kilobytes == kilobytes.rounded()
      ? "\(Int(kilobytes)) kB" : String(format: "%.1f kB", kilobytes)
  }
}

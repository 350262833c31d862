extension SpectrogramDrawing {
  private static let tickLength = 4.0

  borrowing func drawFrequencies() {
    let plot = layout.plot
    let axis = FrequencyAxis(bands: picture.bands)
    for tick in axis.ticks(height: plot.height, spacing: 24) {
      let y = plot.bottom - tick.place * plot.height
      tickMark(Rectangle(x: plot.x - Self.tickLength, y: y, width: Self.tickLength, height: 1))
      // Too faint to hide anything, and enough to lead the eye across.
      canvas.fill(
        Rectangle(x: plot.x, y: y.rounded(), width: plot.width, height: 1), Palette.paper,
        opacity: 0.07)
      canvas.write(
        FrequencyAxis.label(tick.hertz), Self.tickStyle, x: plot.x - 8, middle: y, anchor: .right)
    }
  }

  borrowing func drawTimes() {
    let plot = layout.plot
    let ticks = time.ticks(width: plot.width) { canvas.width(of: $0, Self.tickStyle) }
    let styles = [Self.tickStyle, Self.captionStyle]
    for tick in ticks {
      let x = plot.x + tick.place * plot.width
      tickMark(Rectangle(x: x, y: plot.bottom, width: 1, height: Self.tickLength))
      for (row, label) in tick.labels.enumerated() {
        canvas.write(
          label, styles[row], x: x, middle: plot.bottom + 14 + Double(row) * 15, anchor: .middle)
      }
    }
    let rows = Double(picture.clock == nil ? 1 : 2)
    canvas.write(
      canvas.shortened(time.caption, Self.captionStyle, to: plot.width), Self.captionStyle,
      x: plot.x + plot.width / 2, middle: plot.bottom + 18 + rows * 15, anchor: .middle)
  }

  borrowing func drawScale() {
    let bar = layout.scale
    let lowest = picture.levelRange.lowerBound
    let span = picture.levelRange.upperBound - lowest
    // One line of pixels each.
    let lines = Int(bar.height) * picture.size.scale
    let line = bar.height / Double(lines)
    for index in 0..<lines {
      let colour = ColourMap.colour((Double(lines - index) - 0.5) / Double(lines))
      canvas.fill(
        Rectangle(x: bar.x, y: bar.y + Double(index) * line, width: bar.width, height: line),
        colour)
    }
    let step = RoundStep.decimal(atLeast: span / (bar.height / 26), finest: 5)
    var level = (lowest / step).rounded(.up) * step
    while level <= lowest + span {
      let y = bar.bottom - (level - lowest) / span * bar.height
      tickMark(Rectangle(x: bar.right, y: y, width: Self.tickLength, height: 1))
      canvas.write(Self.label(decibels: level), Self.tickStyle, x: bar.right + 7, middle: y)
      level += step
    }
    canvas.write(
      "dB", Self.captionStyle, x: bar.x + bar.width / 2, middle: bar.y - 11, anchor: .middle)
  }

  /// A line on whole pixels; a coordinate on the far edge of the plot stays inside it.
  private borrowing func tickMark(_ rectangle: Rectangle) {
    var whole = rectangle
    if rectangle.height == 1 {
      whole.y = min(rectangle.y.rounded(), layout.plot.bottom - 1)
    } else {
      whole.x = min(rectangle.x.rounded(), layout.plot.right - 1)
    }
    canvas.fill(whole, Palette.faint)
  }

  private static func label(decibels: Double) -> String {
    let whole = Int(decibels.rounded())
    return whole < 0 ? "\u{2212}\(-whole)" : "\(whole)"
  }
}

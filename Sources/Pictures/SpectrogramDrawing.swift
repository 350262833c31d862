/// One drawing of a picture: the canvas, and where everything stands on it.
struct SpectrogramDrawing: ~Copyable {
  let picture: SpectrogramPicture
  let canvas: Canvas
  let time: TimeAxis
  let layout: PictureLayout
  /// The annotations that touch the pictured time, with their colours and texts.
  let annotations: [Annotation]
  let marks: [Palette.Mark]
  let texts: [String]
  let lanes: LabelLanes

  static let labelStyle = Canvas.Style(size: 11, colour: Palette.ink)
  static let tickStyle = Canvas.Style(size: 11, colour: Palette.ink)
  static let captionStyle = Canvas.Style(size: 11, colour: Palette.faint)

  init(_ picture: SpectrogramPicture) throws(PictureError) {
    let canvas = try Canvas(picture.size)
    let time = TimeAxis(
      start: picture.startSeconds, end: picture.endSeconds, clock: picture.clock)
    let annotations = picture.annotations.filter {
      $0.endSeconds >= picture.startSeconds && $0.startSeconds < picture.endSeconds
    }
    let width = PictureLayout.plotWidth(picture.size)
    let texts = annotations.map {
      canvas.shortened($0.text, Self.labelStyle, to: LabelLanes.widestText(within: width))
    }
    lanes = LabelLanes(
      spans: annotations.map { Self.span(of: $0, time, width: width) },
      textWidths: texts.map { canvas.width(of: $0, Self.labelStyle) }, within: width,
      most: PictureLayout.mostLanes(picture.size, withClock: picture.clock != nil))
    layout = PictureLayout(
      picture.size, lanes: lanes.laneCount, withClock: picture.clock != nil)
    marks = Palette.marks(for: annotations)
    self.picture = picture
    self.canvas = canvas
    self.time = time
    self.annotations = annotations
    self.texts = texts
  }

  borrowing func draw() {
    canvas.fill(
      Rectangle(
        x: 0, y: 0, width: Double(picture.size.width), height: Double(picture.size.height)),
      Palette.paper)
    drawHead()
    drawSpectrogram()
    drawFrequencies()
    drawTimes()
    drawScale()
    drawSpans()
    drawLanes()
  }

  /// The title, the subtitle behind it, and how many annotations have no name.
  private borrowing func drawHead() {
    let title = Canvas.Style(size: 15, weight: .bold, colour: Palette.ink)
    let subtitle = Canvas.Style(size: 12, colour: Palette.faint)
    let middle = PictureLayout.titleMiddle
    var right = layout.plot.right
    if lanes.unplaced > 0 {
      let note = "\(lanes.unplaced) more without a name"
      canvas.write(note, subtitle, x: right, middle: middle, anchor: .right)
      right -= canvas.width(of: note, subtitle) + 16
    }
    let shortTitle = canvas.shortened(picture.title, title, to: right - layout.plot.x)
    canvas.write(shortTitle, title, x: layout.plot.x, middle: middle)
    let from = layout.plot.x + canvas.width(of: shortTitle, title) + 12
    canvas.write(
      canvas.shortened(picture.subtitle, subtitle, to: right - from), subtitle, x: from,
      middle: middle)
  }

  private borrowing func drawSpectrogram() {
    let plot = layout.plot
    let scale = picture.size.scale
    let raster = SpectrogramRaster(
      picture, width: Int(plot.width) * scale, height: Int(plot.height) * scale)
    canvas.paint(raster, x: Int(plot.x), y: Int(plot.y))
  }

  /// From and to in points from the plot's left edge, cut to it.
  private static func span(
    of annotation: Annotation, _ time: TimeAxis, width: Double
  ) -> ClosedRange<Double> {
    let from = min(max(time.place(of: annotation.startSeconds), 0), 1) * width
    let to = min(max(time.place(of: annotation.endSeconds), 0), 1) * width
    return from...to
  }
}

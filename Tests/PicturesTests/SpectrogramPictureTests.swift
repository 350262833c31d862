import Foundation
import TestSupport
import Testing

@testable import Pictures

@Suite struct SpectrogramPictureTests {
  static let size = PictureSize(width: 480, height: 300, scale: 1)

  /// 64 bands, evenly or on a mel scale, silent but for what `loud` says, at -60 dB and 0 dB.
  static func picture(
    bands: [Double] = even, columns: Int = 200, size: PictureSize = size,
    annotations: [Annotation] = [], clock: Clock? = nil, startSeconds: Double = 0,
    loud: (_ column: Int, _ band: Int) -> Bool = { _, _ in false }
  ) throws -> SpectrogramPicture {
    let levels = (0..<columns).flatMap { column in
      bands.indices.map { loud(column, $0) ? Float(0) : -60 }
    }
    return try SpectrogramPicture(
      title: "tone", subtitle: "a test", levels: levels, bands: bands, secondsPerColumn: 0.05,
      startSeconds: startSeconds, clock: clock, levelRange: -60...0, annotations: annotations,
      size: size)
  }

  static let even = (1...64).map { Double($0) * 125 }
  static let mel = (1...64).map { 700 * (pow(10, Double($0) * 40 / 2595) - 1) }

  enum Spacing: CaseIterable { case even, mel }

  static func decoded(_ picture: SpectrogramPicture) throws -> DecodedPNG {
    try #require(DecodedPNG(picture.png()))
  }

  static func plot(_ picture: SpectrogramPicture) throws -> Rectangle {
    try SpectrogramDrawing(picture).layout.plot
  }

  @Test(arguments: [1, 2, 3])
  func `a picture has as many pixels as points times scale`(scale: Int) throws {
    let size = PictureSize(width: 400, height: 260, scale: scale)
    let png = try Self.decoded(Self.picture(size: size))
    #expect(png.width == 400 * scale && png.height == 260 * scale)
  }

  @Test func `the same picture is drawn to the same bytes`() throws {
    let picture = try Self.picture(
      annotations: [Annotation(startSeconds: 1, endSeconds: 2, label: "wren", score: 0.5)],
      clock: Clock(utcMicroseconds: 0), loud: { ($0 + $1) % 7 == 0 })
    #expect(try picture.png() == picture.png())
  }

  @Test(arguments: Spacing.allCases, [5, 32, 60])
  func `a tone is brightest where the axis has its frequency`(spacing: Spacing, tone: Int) throws {
    let bands = spacing == .even ? Self.even : Self.mel
    let picture = try Self.picture(bands: bands, loud: { $1 == tone })
    let (png, plot) = (try Self.decoded(picture), try Self.plot(picture))
    let place = try #require(FrequencyAxis(bands: bands).place(of: bands[tone]))
    let expected = plot.bottom - place * plot.height
    let rows = (Int(plot.y) + 1..<Int(plot.bottom) - 1)
    let brightest = rows.max {
      png.brightness(Int(plot.x) + 100, $0) < png.brightness(Int(plot.x) + 100, $1)
    }
    #expect(abs(Double(try #require(brightest)) + 0.5 - expected) <= 1.5)
    // Two bands away none of it is left, but a faint line of the axis may be.
    let bandHeight = plot.height / 64
    #expect(png.brightness(Int(plot.x) + 100, Int(expected + 2 * bandHeight)) < 30)
  }

  @Test func `silence has the colour of the lower end and full level that of the upper`() throws {
    let picture = try Self.picture(loud: { column, _ in column >= 100 })
    let (png, plot) = (try Self.decoded(picture), try Self.plot(picture))
    func pixel(_ share: Double) -> UInt32 {
      let pixel = png[Int(plot.x + share * plot.width), Int(plot.y + 0.55 * plot.height)]
      return UInt32(pixel.red) << 16 | UInt32(pixel.green) << 8 | UInt32(pixel.blue)
    }
    #expect(pixel(0.25) == ColourMap.pixels[0])
    #expect(pixel(0.75) == ColourMap.pixels[255])
  }

  @Test(arguments: [0, 1, 33_333, 99_999])
  func `one loud column of a hundred thousand is seen, at its time`(column: Int) throws {
    let picture = try Self.picture(columns: 100_000, loud: { index, _ in index == column })
    let (png, plot) = (try Self.decoded(picture), try Self.plot(picture))
    let row = Int(plot.y + 0.55 * plot.height)
    let bright = (0..<Int(plot.width)).filter { png.brightness(Int(plot.x) + $0, row) > 200 }
    let expected = (0..<Int(plot.width)).first { ($0 + 1) * 100_000 / Int(plot.width) > column }
    #expect(bright == [try #require(expected)])
  }

  @Test func `fewer columns than pixels, even one, fill the width`() throws {
    for columns in [1, 2, 3] {
      let picture = try Self.picture(columns: columns, loud: { _, _ in true })
      let (png, plot) = (try Self.decoded(picture), try Self.plot(picture))
      let row = Int(plot.y + 0.55 * plot.height)
      #expect((Int(plot.x)..<Int(plot.right)).allSatisfy { png.brightness($0, row) > 200 })
    }
  }

  @Test func `minus infinity and levels beyond the scale have the colours of its ends`() throws {
    let levels: [Float] = [-.infinity, -.infinity, .infinity, 500]
    let picture = try SpectrogramPicture(
      title: "", levels: levels, bands: [100, 200], secondsPerColumn: 1, levelRange: -60...0,
      size: Self.size)
    let (png, plot) = (try Self.decoded(picture), try Self.plot(picture))
    #expect(png.brightness(Int(plot.x) + 2, Int(plot.y) + 60) < 10)
    #expect(png.brightness(Int(plot.right) - 2, Int(plot.y) + 60) > 230)
  }

  @Test(arguments: [1, 2])
  func `a span is framed on the pixels in which it begins and ends`(scale: Int) throws {
    var size = Self.size
    size.scale = scale
    let annotation = Annotation(startSeconds: 2.5, endSeconds: 7.5, label: "wren", score: 0.9)
    let picture = try Self.picture(size: size, annotations: [annotation])
    let (png, plot) = (try Self.decoded(picture), try Self.plot(picture))
    let row = Int((plot.y + 0.55 * plot.height) * Double(scale))
    let bright = (Int(plot.x) * scale..<Int(plot.right) * scale).filter {
      png.brightness($0, row) > 60
    }
    // 10 s are pictured; the frame's line is one point wide, and lies inside.
    let from = Int(((plot.x + 0.25 * plot.width) * Double(scale)).rounded())
    let to = Int(((plot.x + 0.75 * plot.width) * Double(scale)).rounded())
    #expect(bright == Array(from..<from + scale) + Array(to - scale..<to))
  }

  @Test func `what lies outside the pictured time is not drawn, what reaches in is cut`() throws {
    let annotations = [
      Annotation(startSeconds: 0, endSeconds: 99, label: "before"),
      Annotation(startSeconds: 95, endSeconds: 105, label: "reaching in"),
      Annotation(startSeconds: 110, endSeconds: 120, label: "after"),
    ]
    let picture = try Self.picture(annotations: annotations, startSeconds: 100)
    let drawing = try SpectrogramDrawing(picture)
    let labels = drawing.annotations.map(\.label)
    let frame = drawing.frame(of: 0)
    #expect(labels == ["reaching in"])
    #expect(frame.x == drawing.layout.plot.x)
    #expect(frame.width == (drawing.layout.plot.width / 2).rounded())
  }

  @Test func `a machine without fonts gets a picture with text all the same`() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let settings = folder.path("fonts.conf")
      try Data("<?xml version=\"1.0\"?><fontconfig></fontconfig>".utf8)
        .write(to: URL(filePath: settings))
      unsafe setenv("FONTCONFIG_FILE", settings, 1)
      let picture = try SpectrogramPictureTests.picture(annotations: [
        Annotation(startSeconds: 2, endSeconds: 8, label: "Mönchsgrasmücke · 1", score: 0.9)
      ])
      let drawing = try SpectrogramDrawing(picture)
      try #require(drawing.canvas.font.isBuiltIn)
      try #require(drawing.canvas.font.drawable("ö · −1…") == "? - -1...")
      let png = try SpectrogramPictureTests.decoded(picture)
      let ink = (0..<200).contains { x in (10..<40).contains { png.brightness(x, $0) < 128 } }
      try #require(ink)
    }
  }

  @Test func `a file is written whole, and a refused path is named`() throws {
    let folder = try TemporaryFolder()
    let picture = try Self.picture()
    try picture.write(to: folder.path("a.png"))
    let written = try Data(contentsOf: URL(filePath: folder.path("a.png")))
    #expect(try Array(written) == picture.png())
    let refused = folder.path("no/such/folder/a.png")
    let error = try #require(throws: PictureError.self) { try picture.write(to: refused) }
    guard case .unwritable(refused, _) = error else {
      Issue.record("\(error)")
      return
    }
  }
}

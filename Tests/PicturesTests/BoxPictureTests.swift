import Pictures
import Testing

@Suite struct BoxPictureTests {
  private let grey = [UInt8](repeating: 200, count: 3 * 400 * 300)

  private func draw(_ boxes: [BoxPicture.Box]) throws -> DecodedPNG {
    try #require(
      DecodedPNG(BoxPicture(width: 400, height: 300, pixels: grey, boxes: boxes).png()))
  }

  @Test func `the photograph is there pixel for pixel, whatever its shape`() throws {
    for (width, height) in [(1, 1), (3, 50), (50, 3)] {
      let pixels = (0..<3 * width * height).map { UInt8($0 * 7 % 256) }
      let png = try #require(
        DecodedPNG(BoxPicture(width: width, height: height, pixels: pixels, boxes: []).png()))
      #expect(png.width == width && png.height == height)
      for y in 0..<height {
        for x in 0..<width {
          let start = 3 * (y * width + x)
          let pixel = png[x, y]
          #expect(
            [pixel.red, pixel.green, pixel.blue] == pixels[start..<start + 3].map(Int.init))
        }
      }
    }
  }

  @Test func `a frame stands on the edges of its box, and its label above it`() throws {
    let png = try draw([.init(left: 50, top: 100, right: 250, bottom: 200, label: "person 0.88")])
    for (x, y) in [(50, 150), (249, 150), (150, 100), (150, 199)] {
      #expect(png.brightness(x, y) < 120, "\(x), \(y)")
    }
    for (x, y) in [(150, 150), (48, 150), (252, 150), (150, 202)] {
      #expect(png.brightness(x, y) == 200, "\(x), \(y)")
    }
    #expect(png.brightness(51, 92) < 120)
    #expect((55..<110).contains { x in png.brightness(x, 94) > 220 })
  }

  @Test func `a box over the edge is drawn as far as it is in the picture`() throws {
    let png = try draw([
      .init(left: -500, top: -500, right: 900, bottom: 900, label: "a"),
      .init(left: 1e300, top: 1e300, right: -1e300, bottom: -1e300, label: "b"),
    ])
    for (x, y) in [(0, 150), (399, 150), (200, 299)] { #expect(png.brightness(x, y) < 120) }
    #expect(png.brightness(200, 150) == 200)
  }

  @Test func `what makes no picture is refused`() {
    #expect(throws: PictureError.photograph(width: 2, height: 2, bytes: 3)) {
      try BoxPicture(width: 2, height: 2, pixels: [0, 0, 0], boxes: [])
    }
    #expect(throws: PictureError.photograph(width: 20_000, height: 1, bytes: 60_000)) {
      try BoxPicture(
        width: 20_000, height: 1, pixels: [UInt8](repeating: 0, count: 60_000), boxes: [])
    }
    #expect(throws: PictureError.box(label: "a")) {
      try BoxPicture(
        width: 1, height: 1, pixels: [0, 0, 0],
        boxes: [.init(left: .nan, top: 0, right: 1, bottom: 1, label: "a")])
    }
    #expect(
      PictureError.photograph(width: 2, height: 1, bytes: 3).description
        == "A photograph of 2 by 1 pixels and 3 bytes cannot be drawn. Give three bytes a pixel and no side over 16384 pixels."
    )
    #expect(
      PictureError.box(label: "a").description
        == "The box \"a\" has a coordinate that is no number. Give finite ones.")
  }
}

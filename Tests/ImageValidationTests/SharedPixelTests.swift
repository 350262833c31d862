import Foundation
import ImageValidation
import TestSupport
import Testing

/// Decoding and resizing, held to Pillow's on every reference image.
@Suite struct SharedPixelTests {
  @Test(.needsShared("vww"), arguments: SharedImages.sets)
  func `every pixel of every image is Pillow's, decoded and at three sizes`(set: String) throws {
    let rows = try SharedImages.expected(set + "-pixels")
    #expect(rows.count > 80)
    for row in rows {
      let path = try #require(row["path"])
      let file = try ImageFile(path: SharedImages.path(set + "/" + path))
      #expect(file.guess == nil)
      #expect("\(file.image.width)" == row["width"] && "\(file.image.height)" == row["height"])
      #expect(sha256(file.image.pixels) == row["rgb_sha256"], "\(path)")
      for side in [64, 80, 144] {
        let small = ImageResize(.bilinear, width: side, height: side).applied(to: file.image)
        #expect(sha256(small.pixels) == row["rgb\(side)_sha256"], "\(path) at \(side)")
      }
    }
  }

  @Test(.needsShared("vww"))
  func `odd files are what Pillow says, but for 16-bit grey, which is better`() throws {
    let rows = try SharedImages.expected("odd")
    #expect(rows.count == 31)
    for row in rows {
      let name = try #require(row["file"])
      let path = SharedImages.path(name == "person_det.jpg" ? name : "odd/" + name)
      guard row["opens"] == "1" else {
        #expect(throws: ImageValidationError.self, "\(name)") { try ImageFile(path: path) }
        continue
      }
      let image = try ImageFile(path: path).image
      #expect("\(image.width)" == row["width"] && "\(image.height)" == row["height"], "\(name)")
      #expect((sha256(image.pixels) == row["rgb_sha256"]) == (name != "gray16.png"), "\(name)")
    }
    // The same picture as rgb16.png, and as light: nothing is saturated.
    let grey = try ImageFile(path: SharedImages.path("odd/gray16.png")).image
    let colour = try ImageFile(path: SharedImages.path("odd/rgb16.png")).image
    func mean(_ image: RGBImage) -> Double {
      Double(image.pixels.reduce(0) { $0 + Int($1) }) / Double(image.pixels.count)
    }
    #expect(abs(mean(grey) - mean(colour)) < 8)
  }

  @Test(
    .needsShared("vww"),
    arguments: [
      ("truncated.jpg", "damaged: the file ends before its image does."),
      ("header-only.jpg", "damaged: the file ends before its image does."),
      ("truncated.png", "damaged: the file ends before its image does."),
      ("corrupt.png", "damaged: bad adaptive filter value."), ("empty.jpg", "neither JPEG nor PNG"),
      ("text.jpg", "neither JPEG nor PNG"),
    ])
  func `what cannot be decoded is refused with the reason`(name: String, reason: String) throws {
    let path = SharedImages.path("odd/" + name)
    let error = #expect(throws: ImageValidationError.self) { try ImageFile(path: path) }
    #expect(
      error?.description.hasPrefix(path + ": " + reason) == true, "\(String(describing: error))")
  }
}

import Foundation
import ImageValidation
import TestSupport
import Testing

/// Decoding, resizing and the transforms of ImageNet, held to Pillow's on small pictures.
@Suite struct PixelTests {
  let golden: GoldenImages

  init() throws { golden = try GoldenImages.load() }

  @Test func `every kind of file decodes to Pillow's bytes`() throws {
    for expected in golden.decoding {
      let file = try ImageFile(path: GoldenImages.path(expected.file))
      #expect(file.image.width == expected.width && file.image.height == expected.height)
      #expect(sha256(file.image.pixels) == expected.sha256, "\(expected.file)")
      #expect(file.guess == nil)
    }
    #expect(golden.decoding.count == 14)
  }

  @Test func `both filters resize to Pillow's bytes, up, down and along one side`() throws {
    for expected in golden.resizes {
      let image = try ImageFile(path: GoldenImages.path(expected.file)).image
      let filter = expected.filter == "bilinear" ? ResamplingFilter.bilinear : .bicubic
      let resized = ImageResize(filter, width: expected.width, height: expected.height)
        .applied(to: image)
      #expect(
        sha256(resized.pixels) == expected.sha256,
        "\(expected.file) \(filter) \(expected.width)x\(expected.height)")
    }
    #expect(golden.resizes.count == 36)
  }

  @Test func `ImageNet's transforms give torchvision's bytes`() throws {
    for expected in golden.imagenet {
      let image = try ImageFile(path: GoldenImages.path("imagenet/val/" + expected.file)).image
      let prepared = ImagePreparation.centreSquare(side: expected.side).applied(to: image)
      #expect(prepared.width == expected.side && prepared.height == expected.side)
      #expect(sha256(prepared.pixels) == expected.sha256, "\(expected.file) at \(expected.side)")
    }
    #expect(golden.imagenet.count == 18)
  }

  @Test(arguments: ResamplingFilter.allCases)
  func `a rectangle of a resized picture is cut from the whole`(filter: ResamplingFilter) {
    var random = SplitMix64(seed: 5)
    for _ in 0..<60 {
      func side() -> Int { Int.random(in: 1...50, using: &random) }
      let (width, height) = (side(), side())
      let image = RGBImage(
        width: width, height: height,
        pixels: (0..<3 * width * height).map { _ in UInt8.random(in: 0...255, using: &random) })
      // Now and then one side keeps its size.
      let newWidth = Bool.random(using: &random) ? side() : width
      let newHeight = Bool.random(using: &random) ? side() : height
      let columns = Int.random(in: 0..<newWidth, using: &random)..<newWidth
      let rows = 0..<Int.random(in: 1...newHeight, using: &random)
      let whole = ImageResize(filter, width: newWidth, height: newHeight).applied(to: image)
      let part = ImageResize(
        filter, width: newWidth, height: newHeight, columns: columns, rows: rows
      ).applied(to: image)
      let cut = rows.flatMap { row in
        columns.flatMap { column in (0..<3).map { whole.pixels[3 * (row * newWidth + column) + $0] }
        }
      }
      #expect(part.pixels == cut, "\(width)x\(height) to \(newWidth)x\(newHeight)")
    }
  }

  @Test(arguments: ResamplingFilter.allCases)
  func `a picture of one colour stays so at every size`(filter: ResamplingFilter) {
    for value in [0, 1, 127, 128, 254, 255] as [UInt8] {
      let image = RGBImage(
        width: 37, height: 23, pixels: [UInt8](repeating: value, count: 3 * 37 * 23))
      for (width, height) in [(1, 1), (36, 24), (144, 80), (9, 200)] {
        let resized = ImageResize(filter, width: width, height: height).applied(to: image)
        #expect(resized.pixels.allSatisfy { $0 == value })
      }
    }
  }
}

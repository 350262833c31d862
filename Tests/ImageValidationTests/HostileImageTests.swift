import Foundation
import ImageValidation
import TestSupport
import Testing

/// Files that are no images, or images that are out to do harm.
@Suite struct HostileImageTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func message(_ path: String) -> String? {
    do throws(ImageValidationError) {
      _ = try ImageFile(path: path)
      return nil
    } catch {
      return error.description
    }
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: GoldenImages.path(name))))
  }

  @Test func `a folder, a pipe, nothing and no bytes are told as what they are`() throws {
    #expect(
      message(folder.url.path)
        == "\(folder.url.path): no ordinary file, which an image is. Give a JPEG or PNG file.")
    let pipe = folder.path("pipe.jpg")
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    #expect(
      message(pipe) == "\(pipe): no ordinary file, which an image is. Give a JPEG or PNG file.")
    let missing = folder.path("missing.png")
    #expect(message(missing) == "\(missing): cannot be read: no such file or directory.")
    let empty = folder.path("empty.png")
    try Data().write(to: URL(filePath: empty))
    #expect(
      message(empty)
        == "\(empty): neither JPEG nor PNG, whatever its name says. Convert it, or leave it out.")
  }

  @Test func `sides that no memory holds are refused before anything is decoded`() throws {
    // The sides in the headers are overwritten: 65,500 by 65,500, and 1,000,000 by 1,000,000.
    var jpeg = try bytes("420.jpg")
    let frame = try #require(
      jpeg.indices.dropLast().first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
    let path = folder.path("huge.jpg")
    try Data(jpeg).write(to: URL(filePath: path))
    #expect(
      message(path)
        == "\(path): 65500x65500 pixels; an image may have at most 89478485. Make it smaller, or leave it out."
    )
    var png = try bytes("rgb.png")
    png.replaceSubrange(16..<24, with: [0, 0x0F, 0x42, 0x40, 0, 0x0F, 0x42, 0x40])
    png.replaceSubrange(29..<33, with: Self.checksum(png[12..<29]))
    let other = folder.path("huge.png")
    try Data(png).write(to: URL(filePath: other))
    #expect(
      message(other)
        == "\(other): 1000000x1000000 pixels; an image may have at most 89478485. Make it smaller, or leave it out."
    )
    // A size that is allowed, in a file that has no data for it.
    png.replaceSubrange(16..<24, with: [0, 0, 0x20, 0, 0, 0, 0x20, 0])
    png.replaceSubrange(29..<33, with: Self.checksum(png[12..<29]))
    #expect(throws: ImageValidationError.self) {
      try ImageFile(bytes: Data(png), path: "a")
    }
  }

  /// CRC-32 of a PNG's chunk, most significant byte first.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let crc = bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in
        crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1
      }
    }
    return (0..<4).map { UInt8(truncatingIfNeeded: ~crc >> (24 - 8 * $0)) }
  }

  @Test(arguments: ["420.jpg", "progressive.jpg", "cmyk.jpg", "rgb.png", "palette-4bit.png"])
  func `a file that ends early is refused at every length`(name: String) throws {
    let whole = try bytes(name)
    for length in whole.indices {
      #expect(throws: ImageValidationError.self, "\(length) bytes") {
        try ImageFile(bytes: Data(whole[..<length]), path: name)
      }
    }
  }

  @Test func `damaged files are decoded or refused, and nothing else happens`() throws {
    let names = try GoldenImages.load().decoding.map(\.file)
    let files = try names.map(bytes)
    var random = SplitMix64(seed: 11)
    var refused = 0
    for round in 0..<4000 {
      let file = files[round % files.count]
      let other = files[Int.random(in: files.indices, using: &random)]
      let damaged = random.damaged(file, splicing: other)
      do throws(ImageValidationError) {
        let image = try ImageFile(bytes: Data(damaged), path: "a").image
        #expect(image.pixels.count == 3 * image.width * image.height)
      } catch {
        refused += 1
      }
    }
    // A JPEG carries no checksum, so damage to its data is often a picture still.
    #expect((1500..<4000).contains(refused))
  }

  @Test func `a guess of the decoder is told, and the picture is there`() throws {
    var jpeg = try bytes("444.jpg")
    // In the last third there is nothing but coded pixels.
    jpeg.replaceSubrange(
      jpeg.count - 600..<jpeg.count - 580, with: [UInt8](repeating: 0xFE, count: 20))
    let file = try ImageFile(bytes: Data(jpeg), path: "a")
    #expect(file.image.width == 41)
    #expect(file.guess?.hasPrefix("Corrupt JPEG data") == true)
  }
}

import Pictures
import Testing

@Suite struct MemoryMapPictureTests {
  private func block(_ offset: Int, _ bytes: Int, _ moments: ClosedRange<Int>)
    -> MemoryMapPicture.Block
  {
    .init(label: "8x8", kind: .activation, offset: offset, byteCount: bytes, moments: moments)
  }

  @Test func `the same blocks give the same picture, others another`() throws {
    func png(_ blocks: [MemoryMapPicture.Block]) throws -> [UInt8] {
      try MemoryMapPicture(title: "net", byteCount: 1000, moments: ["0 A", "1 B"], blocks: blocks)
        .png()
    }
    let first = try png([block(0, 600, 0...0), block(400, 600, 1...1)])
    #expect(first.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    #expect(try png([block(0, 600, 0...0), block(400, 600, 1...1)]) == first)
    #expect(try png([block(0, 600, 0...1), block(400, 600, 1...1)]) != first)
  }

  @Test(arguments: [(900, 200, 0), (-1, 10, 0), (0, 1001, 0), (0, 10, 2), (.max, 1, 0)])
  func `a block outside the memory or the time is refused`(
    offset: Int, bytes: Int, moment: Int
  ) {
    #expect(throws: PictureError.self) {
      try MemoryMapPicture(
        title: "net", byteCount: 1000, moments: ["0 A", "1 B"],
        blocks: [block(offset, bytes, moment...moment)])
    }
  }
}

import Pictures
import Testing

@Suite struct MemoryMapPictureTests {
  private func block(
    _ offset: Int, _ bytes: Int, _ moments: ClosedRange<Int>, label: String = "8x8",
    kind: MemoryMapPicture.Block.Kind = .activation
  ) -> MemoryMapPicture.Block {
    .init(label: label, kind: kind, offset: offset, byteCount: bytes, moments: moments)
  }

  private func png(_ blocks: [MemoryMapPicture.Block], moments: Int = 2) throws -> [UInt8] {
    try MemoryMapPicture(
      title: "net", byteCount: 1000, moments: (0..<moments).map { "\($0) A" }, blocks: blocks
    ).png()
  }

  @Test func `the same blocks give the same picture, others another`() throws {
    let first = try png([block(0, 600, 0...0), block(400, 600, 1...1)])
    #expect(first.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    #expect(try png([block(0, 600, 0...0), block(400, 600, 1...1)]) == first)
    #expect(try png([block(0, 600, 0...1), block(400, 600, 1...1)]) != first)
  }

  @Test func `what nobody sees is neither drawn nor in the legend`() throws {
    let seen = [block(0, 600, 0...1), block(600, 400, 1...1)]
    let hidden = [block(0, 600, 0...1, kind: .input), block(700, 100, 1...1, kind: .output)]
    #expect(try png(hidden + seen) == png(seen))
    // A line that its own frame fills.
    #expect(try png(seen + [block(600, 1, 0...0, kind: .output)]) == png(seen))
    #expect(try png(hidden + [seen[1]]) != png([seen[1]]))
  }

  @Test func `a label stands where it is seen, or nowhere`() throws {
    func png(label: String, covers: [MemoryMapPicture.Block]) throws -> [UInt8] {
      try self.png([block(0, 600, 0...2, label: label)] + covers, moments: 3)
    }
    let middle = block(250, 100, 1...1)
    for (covers, isSeen) in [
      ([], true), ([middle], true), ([block(0, 600, 0...1)], true), ([block(0, 200, 0...2)], true),
      ([block(250, 100, 0...2)], false),
      ([middle, block(299, 2, 0...0), block(0, 301, 2...2)], false),
    ] {
      let isTold = try png(label: "8x8", covers: covers) != png(label: "9x9", covers: covers)
      #expect(isTold == isSeen, "\(covers)")
    }
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

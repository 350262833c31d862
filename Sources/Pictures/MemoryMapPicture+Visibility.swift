extension MemoryMapPicture {
  /// Blocks that take the place of others are drawn over them: the parts of a block that later ones
  /// leave free.
  struct View {
    let block: Block
    /// Those that are drawn over it.
    private let above: [Block]

    /// - Parameter position: The block's, in the order in which they are drawn.
    init(_ position: Int, of blocks: [Block]) {
      let block = blocks[position]
      self.block = block
      above = blocks[(position + 1)...].filter { $0.moments.overlaps(block.moments) }
    }

    /// The most bytes that are seen of it at a moment.
    var visibleBytes: Int {
      block.moments.map { moment in
        let covers = above.filter { $0.moments.contains(moment) }.sorted { $0.offset < $1.offset }
        var (seen, place) = (0, block.offset)
        for cover in covers {
          seen += max(0, min(cover.offset, block.end) - place)
          place = max(place, cover.end)
        }
        return seen + max(0, block.end - place)
      }.max() ?? 0
    }

    /// The longest time through which all of some bytes is seen; `nil` for none.
    func longestView(of bytes: Range<Int>) -> ClosedRange<Int>? {
      let covered = above.filter { ($0.offset..<$0.end).overlaps(bytes) }
      var longest: ClosedRange<Int>?
      var start: Int?
      for moment in block.moments {
        guard !covered.contains(where: { $0.moments.contains(moment) }) else {
          start = nil
          continue
        }
        let view = (start ?? moment)...moment
        start = view.lowerBound
        if view.count > longest?.count ?? 0 { longest = view }
      }
      return longest
    }
  }
}

extension MemoryMapPicture.Block {
  var end: Int { offset + byteCount }
}

import ContentDigest

/// Bytes without a pattern, the same for the same name on any machine: the SHA-256 of the name and the
/// number of the block, block after block.
struct RandomBytes {
  private let name: String
  private var blocks = 0
  private var rest: ArraySlice<UInt8> = []

  init(name: String) { self.name = name }

  mutating func next() -> UInt8 {
    if let byte = rest.popFirst() { return byte }
    var hash = SHA256()
    hash.update(Array("\(name) \(blocks)".utf8))
    rest = hash.finishBytes()[...]
    blocks += 1
    return rest.removeFirst()
  }

  /// One of 65,536 values, even in `range`.
  mutating func number(in range: ClosedRange<Float>) -> Float {
    let share = Float(Int(next()) << 8 | Int(next())) / 65_535
    return range.lowerBound + share * (range.upperBound - range.lowerBound)
  }
}

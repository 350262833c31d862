/// Seeded damage to a file's bytes: what every parser has to survive.
extension SplitMix64 {
  /// A few faults in `bytes`: bits flipped, words overwritten with values that parsers trip over,
  /// pieces cut out, the end cut off, a piece of `other` spliced in.
  public mutating func damaged(_ bytes: [UInt8], splicing other: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...Int.random(in: 0...3, using: &self) where !bytes.isEmpty {
      switch Int.random(in: 0...5, using: &self) {
      case 0: flipBits(of: &bytes)
      case 1: overwriteWord(of: &bytes)
      case 2: copyWord(within: &bytes)
      case 3: bytes.removeSubrange(piece(of: bytes))
      case 4: bytes.removeLast(Int.random(in: 1...bytes.count, using: &self))
      default: splice(other, into: &bytes)
      }
    }
    return bytes
  }

  private mutating func flipBits(of bytes: inout [UInt8]) {
    for _ in 0...Int.random(in: 0...7, using: &self) {
      let place = Int.random(in: bytes.indices, using: &self)
      bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &self)
    }
  }

  /// Zero, minus one, the ends of the ranges, and small numbers.
  private mutating func overwriteWord(of bytes: inout [UInt8]) {
    let edges: [UInt32] = [0, 0xFFFF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF, 0x7F, 0x80, 4]
    let small = UInt32.random(in: 0...64, using: &self)
    let word = Bool.random(using: &self) ? edges.randomElement(using: &self) ?? 0 : small
    let place = wordPlace(in: bytes)
    for index in place..<min(place + 4, bytes.count) {
      bytes[index] = UInt8(truncatingIfNeeded: word >> UInt32(8 * (index - place)))
    }
  }

  private mutating func copyWord(within bytes: inout [UInt8]) {
    let (source, target) = (wordPlace(in: bytes), wordPlace(in: bytes))
    for index in 0..<4 where source + index < bytes.count && target + index < bytes.count {
      bytes[target + index] = bytes[source + index]
    }
  }

  private mutating func splice(_ other: [UInt8], into bytes: inout [UInt8]) {
    let cut = wordPlace(in: bytes)
    if Bool.random(using: &self) {
      // The end of the other file, from the same position on.
      bytes = Array(bytes[..<cut]) + other.dropFirst(cut)
    } else if !other.isEmpty {
      bytes.insert(contentsOf: other[piece(of: other)], at: cut)
    }
  }

  private mutating func wordPlace(in bytes: [UInt8]) -> Int {
    Int.random(in: 0...(bytes.count - 1) / 4, using: &self) * 4
  }

  private mutating func piece(of bytes: [UInt8]) -> Range<Int> {
    let start = wordPlace(in: bytes)
    let length = Int.random(in: 1...64, using: &self)
    return start..<min(start + length, bytes.count)
  }
}

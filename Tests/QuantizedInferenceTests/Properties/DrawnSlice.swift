import TestSupport

/// A STRIDED_SLICE of any masks, with the positions it picks along each axis.
struct DrawnSlice {
  private(set) var begins: [Int] = []
  private(set) var ends: [Int] = []
  private(set) var strides: [Int] = []
  private(set) var beginMask: Int32 = 0
  private(set) var endMask: Int32 = 0
  private(set) var shrinkMask: Int32 = 0
  private(set) var picked: [[Int]] = []

  /// Nil where nothing would be left: no graph has an empty tensor.
  init?(of shape: [Int], _ random: inout SplitMix64) {
    for (axis, size) in shape.enumerated() {
      let bit: Int32 = 1 << axis
      if random.integer(0...4) == 0 {
        let place = random.integer(0...size - 1)
        let begin = random.flag() ? place : place - size
        append(begin: begin, end: begin + 1, stride: 1, picked: [place])
        shrinkMask |= bit
        continue
      }
      let begin = random.integer(-size - 2...size + 2)
      let end = random.integer(-size - 2...size + 2)
      let stride = random.element(of: [1, 1, 2, 3, -1, -2])
      let (ignoresBegin, ignoresEnd) = (random.flag(), random.flag())
      if ignoresBegin { beginMask |= bit }
      if ignoresEnd { endMask |= bit }
      append(
        begin: begin, end: end, stride: stride,
        picked: NaiveMovement.slice(
          begin: ignoresBegin ? nil : begin, end: ignoresEnd ? nil : end, stride: stride,
          size: size))
    }
    if picked.contains([]) { return nil }
  }

  private mutating func append(begin: Int, end: Int, stride: Int, picked positions: [Int]) {
    begins.append(begin)
    ends.append(end)
    strides.append(stride)
    picked.append(positions)
  }

  var outputShape: [Int] {
    picked.indices.filter { shrinkMask >> $0 & 1 == 0 }.map { picked[$0].count }
  }
}

import TestSupport

/// A rising chirp in noise 36 dB below it, in eight steps of falling level, then silence: made from
/// integers alone, as `Tests/Golden/features.py` makes it.
func testSignal(seed: UInt64, count: Int) -> [Float] {
  var random = SplitMix64(seed: seed)
  var phase = 0
  return (0..<count).map { n in
    let noise = Int(random.next() >> 47) - 65_536
    phase = (phase + (1 << 26) + (1 << 30) * n / count) % (1 << 32)
    let p = (phase >> 16) - 32_768
    let wave = (p * (32_768 - abs(p))) >> 6
    let part = 9 * n / count
    return part < 8 ? Float((wave + noise) >> part) / Float(1 << 23) : 0
  }
}

/// How many bytes differ, missing ones too: what a failing test should print, not the bytes.
func differences(_ left: [Int8], _ right: [Int8]) -> Int {
  zip(left, right).count { $0 != $1 } + abs(left.count - right.count)
}

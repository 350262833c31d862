/// The mono samples of a clip, as exact as their source.
public enum ClipSamples: Sendable, Hashable {
  /// Of a 16-bit source: what comes out of the file is what came from the device, bit for bit.
  case integer16([Int16])
  /// Of any wider source, full scale ±1: kept with 24 bits, so exact for 24-bit sources.
  case float([Float])

  /// How many samples there are.
  public var count: Int {
    switch self {
    case .integer16(let samples): samples.count
    case .float(let samples): samples.count
    }
  }

  /// Bits of one sample in the file.
  public var bits: Int {
    switch self {
    case .integer16: 16
    case .float: 24
    }
  }

  /// What they take in memory; the file takes less, but for noise at full scale.
  public var bytes: Int {
    switch self {
    case .integer16(let samples): samples.count * MemoryLayout<Int16>.size
    case .float(let samples): samples.count * MemoryLayout<Float>.size
    }
  }

  /// The nearest 24-bit value of a sample, in the upper bits; beyond full scale, the limit.
  static func integer24(_ sample: Float) -> Int32 {
    guard sample == sample else { return 0 }
    let value = (sample * 0x1p23).rounded()
    return Int32(min(max(value, -0x1p23), 0x1p23 - 1)) << 8
  }
}

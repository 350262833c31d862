import ModelWriting
import TestSupport

/// Network inputs made from integers alone, so that the Python that asked LiteRT and the tests here
/// make the same bytes.
///
/// Source: `make_inputs` in `Tests/Golden/operators/patterns.py`, which is that of the reference
/// digests.
enum InputPattern: String, CaseIterable, Codable {
  case zeros
  case min
  case max
  case ramp
  case rampDown = "ramp-down"
  case checker
  case slope
  case uniform
  case gauss

  /// The structured patterns once, then `randomPairs` times the two random ones.
  static func sequence(randomPairs: Int) -> [InputPattern] {
    [.zeros, .min, .max, .ramp, .rampDown, .checker, .slope]
      + (0..<randomPairs).flatMap { _ in [InputPattern.uniform, .gauss] }
  }

  /// The random state of a model's input `input` in run `run`.
  static func state(seed: UInt64, run: Int, input: Int) -> UInt64 {
    seed * 65536 + UInt64(run) * 256 + UInt64(input)
  }

  /// The raw little-endian bytes of a tensor of `shape`: int8 and int32 take the pattern as it is,
  /// uint8 adds 128, float32 divides by 128 (its uniform pattern has 24 random bits instead).
  func bytes(shape: [Int], type: TFLiteTensorType, state: UInt64) -> [UInt8] {
    switch type {
    case .int8: values(shape: shape, state: state).map { UInt8(bitPattern: Int8($0)) }
    case .uint8: values(shape: shape, state: state).map { UInt8($0 + 128) }
    case .int32: values(shape: shape, state: state).flatMap { littleEndianBytes(Int32($0)) }
    case .int64: values(shape: shape, state: state).flatMap { littleEndianBytes(Int64($0)) }
    case .float32:
      floats(shape: shape, state: state).flatMap { littleEndianBytes($0.bitPattern) }
    }
  }

  private func floats(shape: [Int], state: UInt64) -> [Float] {
    guard self == .uniform else {
      return values(shape: shape, state: state).map { Float($0) / 128 }
    }
    var random = SplitMix64(seed: state)
    return (0..<shape.reduce(1, *)).map { _ in
      (Float(random.next() >> 40) - 8_388_608) / 8_388_608
    }
  }

  /// Values in -128...127, row-major.
  func values(shape: [Int], state: UInt64) -> [Int] {
    let count = shape.reduce(1, *)
    var random = SplitMix64(seed: state)
    return (0..<count).map { position in
      switch self {
      case .zeros: 0
      case .min: -128
      case .max: 127
      case .ramp: position % 256 - 128
      case .rampDown: 127 - position % 251
      case .checker: indexSum(position, in: shape).isMultiple(of: 2) ? -128 : 127
      case .slope: position * 256 / count - 128
      case .uniform: Int(random.next() >> 56) - 128
      case .gauss: (fourTopBytes(random.next()) - 510) >> 2
      }
    }
  }

  private func indexSum(_ position: Int, in shape: [Int]) -> Int {
    var rest = position
    var sum = 0
    for dimension in shape.reversed() {
      sum += rest % dimension
      rest /= dimension
    }
    return sum
  }

  private func fourTopBytes(_ word: UInt64) -> Int {
    [32, 40, 48, 56].reduce(0) { $0 + Int(word >> UInt64($1) & 255) }
  }
}

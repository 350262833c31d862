public import Foundation

/// A synthetic recording that the tiny bundle understands: tones in faint noise.
public struct TestScene: Sendable {
  /// What the classes of the tiny bundle listen to.
  public enum Sound: Double, Sendable, CaseIterable {
    case hum = 300
    case voice = 1200
    case whistle = 3000
  }

  public struct Call: Sendable {
    public var sound: Sound
    public var start: Double
    public var seconds: Double

    public init(_ sound: Sound, at start: Double, lasting seconds: Double) {
      self.sound = sound
      self.start = start
      self.seconds = seconds
    }
  }

  public var rate: Int
  public var seconds: Double
  public var calls: [Call]
  public var seed: UInt64

  public init(rate: Int = 16_000, seconds: Double, calls: [Call], seed: UInt64 = 1) {
    self.rate = rate
    self.seconds = seconds
    self.calls = calls
    self.seed = seed
  }

  /// A call every few seconds, of changing kind and length.
  public static func busy(rate: Int = 16_000, seconds: Double, seed: UInt64) -> TestScene {
    var random = SplitMix64(seed: seed)
    var calls: [Call] = []
    var time = Double.random(in: 0...3, using: &random)
    while time < seconds {
      let length = Double.random(in: 0.3...2.5, using: &random)
      let sound = Sound.allCases[Int.random(in: 0..<3, using: &random)]
      calls.append(Call(sound, at: time, lasting: length))
      time += length + Double.random(in: 0.5...4, using: &random)
    }
    return TestScene(rate: rate, seconds: seconds, calls: calls, seed: seed)
  }

  public func samples() -> [Int16] {
    let count = Int((seconds * Double(rate)).rounded())
    var random = SplitMix64(seed: seed)
    var samples = (0..<count).map { _ in Int16(truncatingIfNeeded: random.next() % 41) - 20 }
    for call in calls {
      let first = Int((call.start * Double(rate)).rounded())
      let last = min(count, first + Int((call.seconds * Double(rate)).rounded()))
      let turn = 2 * cos(2 * Double.pi * call.sound.rawValue / Double(rate))
      var (older, old) = (0.0, 6000 * sin(2 * Double.pi * call.sound.rawValue / Double(rate)))
      for index in first..<max(first, last) {
        samples[index] += Int16(old.rounded())
        (older, old) = (old, turn * old - older)
      }
    }
    return samples
  }

  /// A 16-bit WAV file.
  /// - Parameter channels: Each after the first is the one before, turned by a second.
  public func wav(channels: Int = 1) -> Data {
    let mono = samples()
    var interleaved: [Int16] = []
    for index in mono.indices {
      for channel in 0..<channels {
        interleaved.append(mono[(index + channel * rate) % mono.count])
      }
    }
    return Self.wav(interleaved, rate: rate, channels: channels)
  }

  /// - Parameter promised: Bytes of sound that the header promises, where they are not those there.
  public static func wav(
    _ interleaved: [Int16], rate: Int, channels: Int = 1, promised: Int? = nil
  ) -> Data {
    let dataBytes = promised ?? interleaved.count * 2
    var wav = Data("RIFF".utf8)
    func append(_ value: some FixedWidthInteger) {
      unsafe withUnsafeBytes(of: value.littleEndian) { unsafe wav.append(contentsOf: $0) }
    }
    append(UInt32(36 + dataBytes))
    wav.append(Data("WAVEfmt ".utf8))
    append(UInt32(16))
    append(UInt16(1))
    append(UInt16(channels))
    append(UInt32(rate))
    append(UInt32(rate * channels * 2))
    append(UInt16(channels * 2))
    append(UInt16(16))
    wav.append(Data("data".utf8))
    append(UInt32(dataBytes))
    for sample in interleaved { append(sample) }
    return wav
  }
}

import AudioIO

/// How a device or a pipe codes a sample: little endian, full scale ±1.
public enum SampleFormat: String, Sendable, Hashable, CaseIterable {
  case s16 = "S16"
  /// In three bytes.
  case s24Packed = "S24_3LE"
  /// In the lower three of four bytes; the highest counts for nothing.
  case s24 = "S24"
  case s32 = "S32"
  case float = "FLOAT"

  /// Bytes of one sample.
  public var byteCount: Int {
    switch self {
    case .s16: 2
    case .s24Packed: 3
    case .s24, .s32, .float: 4
    }
  }

  /// Takes one mono stream out of interleaved frames.
  ///
  /// - Parameters:
  ///   - bytes: Whole frames of `channels` samples.
  ///   - stream: A channel below `channels`, or the mean of all.
  ///   - samples: Takes one for each frame; what is no number becomes 0.
  func convert(
    _ bytes: RawSpan, channels: Int, _ stream: ChannelStream,
    into samples: inout MutableSpan<Float>
  ) {
    let frames = bytes.byteCount / (channels * byteCount)
    precondition(frames <= samples.count, "a sample for each frame")
    for frame in 0..<frames {
      let first = frame * channels
      switch stream {
      case .channel(let channel):
        samples[frame] = value(bytes, at: (first + channel) * byteCount)
      case .mix:
        var sum: Float = 0
        for channel in 0..<channels { sum += value(bytes, at: (first + channel) * byteCount) }
        samples[frame] = sum / Float(channels)
      }
    }
  }

  private func value(_ bytes: RawSpan, at offset: Int) -> Float {
    switch self {
    case .s16:
      let value = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Int16.self)
      return Float(Int16(littleEndian: value)) / 0x1p15
    case .s24Packed:
      let low = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
      let high = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset + 2, as: Int8.self)
      return Float(Int32(high) << 16 | Int32(UInt16(littleEndian: low))) / 0x1p23
    case .s24:
      let value = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Int32.self)
      return Float((Int32(littleEndian: value) << 8) >> 8) / 0x1p23
    case .s32:
      let value = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Int32.self)
      return Float(Int32(littleEndian: value)) / 0x1p31
    case .float:
      let bits = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
      let value = Float(bitPattern: UInt32(littleEndian: bits))
      return value.isFinite ? value : 0
    }
  }
}

/// What a stream of frames consists of.
public struct CaptureFormat: Sendable, Hashable {
  /// Hz.
  public var sampleRate: Int
  /// How each sample is coded.
  public var sample: SampleFormat
  /// Samples of a frame.
  public var channels: Int

  /// Rates that an input can have, Hz: a log takes no others.
  public static let sampleRates = 1000...1_000_000
  /// How many channels an input can have.
  public static let channelCounts = 1...64

  /// - Parameter sampleRate: Hz.
  public init(sampleRate: Int, sample: SampleFormat, channels: Int) {
    self.sampleRate = sampleRate
    self.sample = sample
    self.channels = channels
  }

  /// Bytes of one frame.
  public var frameBytes: Int { sample.byteCount * channels }
}

import AudioIO
import TestSupport
import Testing

@testable import AudioCapture

/// Samples of every coding, from whole numbers.
@Suite struct SampleFormatTests {
  /// The bytes of a number of the coding's own steps.
  private func coded(_ value: Int, _ format: SampleFormat) -> [UInt8] {
    let pattern: UInt32 =
      switch format {
      case .float: Float(value).bitPattern
      default: UInt32(truncatingIfNeeded: value)
      }
    return (0..<format.byteCount).map { UInt8(truncatingIfNeeded: pattern >> (8 * $0)) }
  }

  private func scale(_ format: SampleFormat) -> Double {
    switch format {
    case .s16: 0x1p15
    case .s24, .s24Packed: 0x1p23
    case .s32: 0x1p31
    case .float: 1
    }
  }

  private func converted(
    _ bytes: [UInt8], _ format: SampleFormat, channels: Int, _ stream: ChannelStream
  ) -> [Float] {
    var samples = [Float](repeating: .nan, count: bytes.count / (channels * format.byteCount))
    var span = samples.mutableSpan
    unsafe bytes.withUnsafeBytes {
      format.convert(
        unsafe RawSpan(_unsafeBytes: $0), channels: channels, stream, into: &span)
    }
    return samples
  }

  @Test(arguments: SampleFormat.allCases)
  func `every step is told from its neighbours, from the lowest to the highest`(
    format: SampleFormat
  ) {
    let most = Int(scale(format))
    let values =
      format == .float
      ? [-1, 0, 1] : [-most, -most + 1, -257, -1, 0, 1, 127, 128, 255, 256, most - 1]
    let found = converted(
      values.flatMap { coded($0, format) }, format, channels: 1, .channel(0))
    #expect(found == values.map { Float(Double($0) / scale(format)) })
  }

  @Test(arguments: SampleFormat.allCases)
  func `channels are told apart, and the mix is their mean`(format: SampleFormat) {
    let frames = [[64, 128, -64], [-128, 0, 32]]
    let bytes = frames.flatMap { $0.flatMap { coded($0, format) } }
    for channel in 0..<3 {
      #expect(
        converted(bytes, format, channels: 3, .channel(channel))
          == frames.map { Float(Double($0[channel]) / scale(format)) })
    }
    #expect(
      converted(bytes, format, channels: 3, .mix)
        == frames.map { frame in
          frame.reduce(0) { $0 + Float(Double($1) / scale(format)) } / 3
        })
  }

  @Test func `the highest byte of four counts for nothing where three are used`() {
    #expect(converted([1, 0, 0, 0x7F], .s24, channels: 1, .channel(0)) == [0x1p-23])
    #expect(converted([0xFF, 0xFF, 0xFF, 0], .s24, channels: 1, .channel(0)) == [-0x1p-23])
  }

  @Test func `what is no number is silence`() {
    for value in [Float.nan, .infinity, -.infinity] {
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
      #expect(converted(bytes, .float, channels: 1, .channel(0)) == [0])
    }
  }

  @Test func `WAV headers tell the coding`() throws {
    func chunk(_ tag: Int, bits: Int, channels: Int = 2, rate: Int = 48_000) -> [UInt8] {
      func two(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }
      return two(tag) + two(channels) + two(rate & 0xFFFF) + two(rate >> 16) + two(0) + two(0)
        + two(0) + two(bits)
    }
    for (tag, bits, format) in [
      (1, 16, SampleFormat.s16), (1, 24, .s24Packed), (1, 32, .s32), (3, 32, .float),
    ] {
      let expected = CaptureFormat(sampleRate: 48_000, sample: format, channels: 2)
      #expect(try CaptureFormat(waveFormat: chunk(tag, bits: bits), device: "-") == expected)
      let extensible = chunk(0xFFFE, bits: bits) + [22, 0, 0, 0, 0, 0, 0, 0, UInt8(tag), 0]
      #expect(try CaptureFormat(waveFormat: extensible, device: "-") == expected)
    }
    for broken in [
      chunk(2, bits: 4), chunk(1, bits: 16, channels: 0), chunk(1, bits: 16, rate: 0), [1, 0],
    ] {
      #expect(throws: CaptureError.self) { try CaptureFormat(waveFormat: broken, device: "-") }
    }
  }
}

import AudioIO
import Foundation
import TestSupport
import Testing

@Suite struct ChannelTests {
  private let frames = 10_007

  private func read(_ path: String, _ stream: ChannelStream, block: Int) throws -> [Float] {
    var reader = try ChannelReader(SoundFile(path: path), stream)
    var samples: [Float] = []
    var buffer = [Float](repeating: .nan, count: block)
    while true {
      var span = buffer.mutableSpan
      let count = try reader.read(into: &span)
      if count == 0 { return samples }
      samples += buffer[..<count]
      #expect(reader.position == Int64(samples.count))
    }
  }

  @Test(arguments: [1, 2, 5, 16], [1, 777, 65_536, 100_000])
  func `a channel is that channel alone, and the mix is the mean`(channels: Int, block: Int) throws
  {
    let folder = try TemporaryFolder()
    let samples = testTones(frames: frames, rate: 48_000, channels: channels)
    let path = try TestFormat.wavFloat.write(samples, channels: channels, in: folder)
    for channel in Set([0, channels / 2, channels - 1]) {
      let expected = (0..<frames).map { samples[$0 * channels + channel] }
      #expect(try read(path, .channel(channel), block: block) == expected)
    }
    let mean = (0..<frames).map { frame in
      samples[frame * channels..<(frame + 1) * channels].reduce(0, +) / Float(channels)
    }
    #expect(try read(path, .mix, block: block) == mean)
  }

  @Test func `a selection names the streams of a recording`() throws {
    let folder = try TemporaryFolder()
    let samples = testTones(frames: 100, rate: 48_000, channels: 3)
    let path = try TestFormat.wav16.write(samples, channels: 3, in: folder)
    let file = try SoundFile(path: path)
    #expect(ChannelSelection.first == .channel(0))
    #expect(try ChannelSelection.first.streams(of: file) == [.channel(0)])
    #expect(try ChannelSelection.channel(2).streams(of: file) == [.channel(2)])
    #expect(
      try ChannelSelection.each.streams(of: file) == [.channel(0), .channel(1), .channel(2)])
    #expect(try ChannelSelection.mix.streams(of: file) == [.mix])
    for channel in [-1, 3] {
      let error = AudioError.noSuchChannel(path: path, channel: channel, channels: 3)
      #expect(throws: error) { try ChannelSelection.channel(channel).streams(of: file) }
      #expect(throws: error) { _ = try ChannelReader(SoundFile(path: path), .channel(channel)) }
    }
  }

  @Test func `a reader continues where it is told`() throws {
    let folder = try TemporaryFolder()
    let samples = testTones(frames: frames, rate: 48_000, channels: 2)
    let path = try TestFormat.wavFloat.write(samples, channels: 2, in: folder)
    var reader = try ChannelReader(SoundFile(path: path), .channel(1))
    try reader.seek(toFrame: 5000)
    var block = [Float](repeating: 0, count: 10)
    var span = block.mutableSpan
    #expect(try reader.read(into: &span) == 10)
    #expect(block == (5000..<5010).map { samples[$0 * 2 + 1] })
    #expect(reader.sampleRate == 48_000 && reader.file.frames == Int64(frames))
  }

  @Test func `a selection is coded as a text`() throws {
    let selections: [ChannelSelection] = [.channel(0), .channel(7), .each, .mix]
    let coded = try JSONEncoder().encode(selections)
    #expect(String(decoding: coded, as: UTF8.self) == #"["0","7","each","mix"]"#)
    #expect(try JSONDecoder().decode([ChannelSelection].self, from: coded) == selections)
    for text in ["-1", "both", ""] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([ChannelSelection].self, from: Data("[\"\(text)\"]".utf8))
      }
    }
  }

  @Test func `samples are read at once, to the end or to damage`() throws {
    let folder = try TemporaryFolder()
    let samples = testTones(frames: 200_000, rate: 48_000)
    var reader = try ChannelReader(
      SoundFile(path: TestFormat.wavFloat.write(samples, in: folder)), .channel(0))
    let first = try reader.samples(atMost: 150_000)
    let rest = try reader.samples(atMost: 150_000)
    let none = try reader.samples(atMost: 10)
    #expect(first.count == 150_000 && first + rest == samples)
    #expect(none.isEmpty && reader.file.damage == nil)

    let path = try TestFormat.flac.write(samples, in: folder)
    let whole = try readAll(path)
    var cut = try ChannelReader(SoundFile(path: path), .channel(0))
    #expect(unsafe truncate(path, 50_000) == 0)
    let left = try cut.samples(atMost: 200_000)
    #expect(left.count < 150_000 && whole.starts(with: left))
    #expect(cut.file.damage != nil)
  }
}

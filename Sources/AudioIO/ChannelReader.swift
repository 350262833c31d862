/// One mono stream of a recording, in blocks: full scale ±1, at the recording's own rate.
///
/// ```swift
/// let file = try SoundFile(path: "20240528_100000.WAV")
/// var reader = try ChannelReader(file, .channel(0))
/// var block = [Float](repeating: 0, count: ChannelReader.largestBlock)
/// while case let count = try reader.read(into: &block), count > 0 { … }
/// ```
public struct ChannelReader: ~Copyable {
  /// Samples: what one call reads at most.
  public static let largestBlock = 65_536

  /// Where it is read from.
  public private(set) var file: SoundFile
  /// Of the file's channels, what is read.
  public let stream: ChannelStream
  /// Interleaved frames, where the file has more than one channel.
  private var interleaved: [Float]

  /// - Throws: ``AudioError/noSuchChannel(path:channel:channels:)``.
  public init(_ file: consuming SoundFile, _ stream: ChannelStream) throws(AudioError) {
    if case .channel(let channel) = stream, !(0..<file.channels).contains(channel) {
      throw .noSuchChannel(path: file.path, channel: channel, channels: file.channels)
    }
    let channels = file.channels
    self.stream = stream
    interleaved =
      channels == 1
      ? [] : [Float](repeating: 0, count: Self.largestBlock / channels * channels)
    self.file = file
  }

  /// Hz.
  public var sampleRate: Int { file.sampleRate }

  /// The sample that the next read begins with.
  public var position: Int64 { file.position }

  /// Continues at sample `frame`; see ``SoundFile/seek(toFrame:)``.
  public mutating func seek(toFrame frame: Int64) throws(AudioError) {
    try file.seek(toFrame: frame)
  }

  /// Fills the beginning of `block`, at most ``largestBlock`` samples.
  /// - Returns: Samples read; 0 only at the end (``SoundFile/ending`` says of what kind) or for an
  ///   empty block.
  public mutating func read(into block: inout MutableSpan<Float>) throws(AudioError) -> Int {
    if file.channels == 1 {
      var part = block._mutatingExtracting(first: min(block.count, Self.largestBlock))
      return try file.read(into: &part)
    }
    return try Self.read(stream, of: &file, through: &interleaved, into: &block)
  }

  private static func read(
    _ stream: ChannelStream, of file: inout SoundFile, through interleaved: inout [Float],
    into block: inout MutableSpan<Float>
  ) throws(AudioError) -> Int {
    let channels = file.channels
    let fit = min(block.count, interleaved.count / channels)
    var frames = interleaved.mutableSpan
    var part = frames._mutatingExtracting(first: fit * channels)
    let count = try file.read(into: &part)
    switch stream {
    case .channel(let channel):
      for frame in 0..<count { block[frame] = part[frame * channels + channel] }
    case .mix:
      for frame in 0..<count {
        var sum: Float = 0
        for channel in 0..<channels { sum += part[frame * channels + channel] }
        block[frame] = sum / Float(channels)
      }
    }
    return count
  }
}

/// Which channels of a recording are analysed.
///
/// Coded as a text: the channel's number from 0, `each` or `mix`.
public enum ChannelSelection: Sendable, Hashable {
  /// One channel, counted from 0.
  case channel(Int)
  /// Every channel, each for itself.
  case each
  /// The mean of all. It can cancel a call that reaches two microphones in opposite phase, so it is
  /// never the default.
  case mix

  /// The first channel: what is analysed unless something else is asked for.
  public static let first = ChannelSelection.channel(0)

  /// The mono streams that this choice makes of a recording, in order.
  /// - Throws: ``AudioError/noSuchChannel(path:channel:channels:)``.
  public func streams(of file: borrowing SoundFile) throws(AudioError) -> [ChannelStream] {
    switch self {
    case .channel(let channel):
      guard (0..<file.channels).contains(channel) else {
        throw .noSuchChannel(path: file.path, channel: channel, channels: file.channels)
      }
      return [.channel(channel)]
    case .each: return (0..<file.channels).map { .channel($0) }
    case .mix: return [.mix]
    }
  }
}

/// One mono stream of a recording: a channel, or the mean of all.
public enum ChannelStream: Sendable, Hashable {
  /// Counted from 0.
  case channel(Int)
  /// The mean of all.
  case mix
}

extension ChannelSelection: Codable {
  /// From what ``encode(to:)`` writes; anything else is a data corrupted error that names it.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    let text = try value.decode(String.self)
    switch (text, Int(text)) {
    case ("each", _): self = .each
    case ("mix", _): self = .mix
    case (_, .some(let channel)) where channel >= 0: self = .channel(channel)
    default:
      throw DecodingError.dataCorruptedError(
        in: value,
        debugDescription: "\"\(text)\" is no channel: give its number from 0, each or mix")
    }
  }

  /// As the command line has it: a number from 0, `each` or `mix`.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .channel(let channel): try value.encode(String(channel))
    case .each: try value.encode("each")
    case .mix: try value.encode("mix")
    }
  }
}

import ArgumentParser
import AudioIO

/// One channel of a recording, counted from 1 as people do, or `mix`, the mean of all.
struct ChannelArgument: ExpressibleByArgument {
  let stream: ChannelStream

  static let first = ChannelArgument(stream: .channel(0))

  private init(stream: ChannelStream) { self.stream = stream }

  init?(argument: String) {
    if argument == "mix" {
      stream = .mix
    } else if let number = Int(argument), number >= 1 {
      stream = .channel(number - 1)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String { "1" }
}

/// What a model listened to. In the log a channel is counted from 1, as people and Raven do, and 0
/// stands for the mix.
public enum AnalysedChannel: Hashable, Sendable {
  /// One channel, counted from 0.
  case index(Int)
  /// The mean of all.
  case mix

  var stored: Int {
    switch self {
    case .index(let index): index + 1
    case .mix: 0
    }
  }

  init(stored: Int) { self = stored <= 0 ? .mix : .index(stored - 1) }
}

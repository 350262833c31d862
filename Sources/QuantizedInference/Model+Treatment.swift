extension Model {
  /// What is left to do for an operator when the model runs.
  public enum Treatment: String, Sendable, Hashable, CaseIterable {
    /// It is computed.
    case computed
    /// It is computed with a later operator, part by part, and its output is never whole in memory.
    case streamed
    /// Its output equals its operand byte for byte and lies in the same place.
    case shared
    /// The operators that read its output compute as if it were there: a `PAD` before convolutions.
    case imagined
    /// Its output was known when the model was loaded.
    case known
  }

  /// For each of ``operators``. What is not computed has its output all the same where
  /// ``Session/run(inputs:observing:)`` shows it.
  public var treatments: [Treatment] {
    steps.map { step in
      switch step.work {
      case .run, .takeInput: .computed
      case .stream: .streamed
      case .share: .shared
      case .imagine: .imagined
      case .constant: .known
      }
    }
  }
}

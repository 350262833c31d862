import AudioCapture

extension Station {
  /// How far the inputs have come, for a ``Watchdog``.
  ///
  /// Whether an input is to be heard is asked of its schedule here, not of its thread: one that hangs
  /// in a pause would say that the pause lasts.
  public var progress: [InputProgress] {
    let now = clock.now().utc / 1000
    return zip(inputs, board.current.inputs).map { input, status in
      InputProgress(
        name: input.name, isWanted: status.state != .ended && input.isScheduled(now),
        analysedSeconds: status.analysedSeconds, attempts: status.attempts,
        // A microphone that gives nothing but one value is opened anew that seldom.
        longestPause: input.silencePatience)
    }
  }

  /// What the inputs do now, by name.
  public var inputStates: [(name: String, state: InputStatus.State)] {
    board.current.inputs.map { ($0.name, $0.state) }
  }

  /// Why the log cannot be written now.
  public var logFailure: String? { board.current.logFailure }

  /// Whether every input is heard, or has a pause, and the log can be written.
  public var isWell: Bool {
    let contents = board.current
    return contents.logFailure == nil
      && contents.inputs.allSatisfy { $0.state == .listening || $0.state == .paused }
  }
}

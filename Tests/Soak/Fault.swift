/// What was done to a station, when, and to which of its inputs.
struct Fault: Codable, Hashable {
  enum Kind: String, Codable, CaseIterable {
    case overrun
    case suspension
    case stutter
    /// A card is pulled out and comes back under the same number, or another.
    case unplugging
    case renumbering
    /// The station begins while a card is not there.
    case absentAtStart = "absent at start"
    case stall
    /// Nothing but digital zeros.
    case silence
    /// The system's clock is set.
    case stepForward = "step forward"
    case stepBack = "step back"
    /// Another program holds the log.
    case lockedLog = "locked log"
    case fullDisk = "full disk"
    case kill
    case termination
    /// The station's process gets no time for a while.
    case pause

    /// Whether the station's process ends by it.
    var endsStation: Bool {
      switch self {
      case .absentAtStart, .kill, .termination: true
      default: false
      }
    }
  }

  var kind: Kind
  /// Those that were heard when it began, and have to bear its mark.
  var inputs: [String]
  /// By the clock of the run when it began, microseconds since 1970 UTC.
  var beganAt: Int64
  /// When it was over, and the station had come to itself; by the clock as it was at the beginning.
  var endedAt: Int64
  /// Of a clock that is set.
  var milliseconds: Int64?
  /// Seconds of real time that it lasted, without what the station needed then.
  var seconds = 0.0
  /// Whether the station was killed while it lasted.
  var withKill = false
}

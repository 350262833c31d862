/// Decides whether the service manager is told that a station is well: only while every input gets
/// somewhere. That its threads live is not enough.
///
/// An input gets somewhere when sound of it was analysed, or its device was tried. A microphone that is
/// gone is no reason to start the station again, as long as it is looked for; an analysis that hangs
/// while sound comes in is one, and so is a pipe that brings nothing any more: only who started the
/// station can open that anew.
///
/// ```swift
/// if watchdog.isFed(station.progress, at: clock.now().monotonic) { notifier.send(.watchdog) }
/// ```
public struct Watchdog: Sendable {
  /// Seconds for which an input may stand still, beyond the longest pause that it makes by itself: a
  /// memory card can keep a writer waiting for tens of them.
  public static let patience = 60.0

  /// Inputs that have stood still for too long, by name.
  public private(set) var standing: [String] = []

  /// Nanoseconds between two feedings.
  private let spacing: Int64
  private var fedAt: Int64?
  private var steps: [String: Step] = [:]

  private struct Step {
    var progress: InputProgress
    /// When it got there.
    var instant: Int64
  }

  /// - Parameter interval: Seconds within which the manager wants to be told; it is told twice in them.
  public init(interval: Double) { spacing = Int64(interval / 2 * 1e9) }

  /// Looks at what the inputs have done.
  /// - Parameter now: Nanoseconds of a clock that does not step.
  /// - Returns: Whether the manager must be told now that all is well.
  public mutating func isFed(_ inputs: [InputProgress], at now: Int64) -> Bool {
    standing = inputs.filter { isStanding($0, at: now) }.map(\.name)
    guard standing.isEmpty, fedAt.map({ now - $0 >= spacing }) ?? true else { return false }
    fedAt = now
    return true
  }

  private mutating func isStanding(_ progress: InputProgress, at now: Int64) -> Bool {
    guard progress.isWanted, let last = steps[progress.name], last.progress.isSame(as: progress)
    else {
      steps[progress.name] = Step(progress: progress, instant: now)
      return false
    }
    return Double(now - last.instant) / 1e9 > Self.patience + progress.longestPause
  }
}

/// How far an input has come.
public struct InputProgress: Sendable, Hashable {
  /// The input's name.
  public var name: String
  /// Whether it is to be heard now: not while the schedule has a pause, nor once it has ended.
  public var isWanted: Bool
  /// Seconds of sound that were analysed.
  public var analysedSeconds: Double
  /// How often its device was opened, or that has failed.
  public var attempts: Int
  /// Seconds that pass between two attempts at most.
  public var longestPause: Double

  /// Takes everything as given: ``Station/progress`` makes them.
  public init(
    name: String, isWanted: Bool, analysedSeconds: Double, attempts: Int, longestPause: Double
  ) {
    self.name = name
    self.isWanted = isWanted
    self.analysedSeconds = analysedSeconds
    self.attempts = attempts
    self.longestPause = longestPause
  }

  /// Whether nothing has come of the time between.
  fileprivate func isSame(as other: InputProgress) -> Bool {
    analysedSeconds == other.analysedSeconds && attempts == other.attempts
      && isWanted == other.isWanted
  }
}

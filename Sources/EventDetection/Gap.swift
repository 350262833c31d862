/// Sound that should have been analysed and was not.
public struct Gap: Hashable, Sendable {
  /// Why the sound was not analysed.
  public enum Cause: String, Hashable, Sendable, Codable, CaseIterable {
    /// The last samples of a recording, too few for half a window.
    case tail
    /// A recording that ends before its header says.
    case truncated
    /// A recording that cannot be decoded from here on.
    case undecodable
    /// The device's buffer ran over: the machine did not fetch it in time.
    case overrun
    /// Analysis was too far behind.
    case backlog
    /// The device was not there.
    case absent
    /// The device went away or gave an error.
    case lost
    /// Nothing came from the device, or the pipe.
    case stalled
    /// Nothing but digital zeros came.
    case silent
    /// The station's schedule has a pause.
    case schedule
    /// The station was told to stop, or its pipe ended.
    case stopped
    /// The station began anew with other settings.
    case reloaded
    /// The station ended without being told: a crash, or the power.
    case interrupted
  }

  /// At the native rate.
  public var range: SampleRange
  /// Why there was nothing to analyse, or why it was not done.
  public var cause: Cause

  /// - Parameter range: Not empty: a gap of nothing is no gap, and a log refuses it.
  public init(range: SampleRange, cause: Cause) {
    self.range = range
    self.cause = cause
  }
}

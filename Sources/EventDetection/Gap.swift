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
  }

  /// At the native rate.
  public var range: SampleRange
  public var cause: Cause

  /// - Parameter range: Not empty: a gap of nothing is no gap, and a log refuses it.
  public init(range: SampleRange, cause: Cause) {
    self.range = range
    self.cause = cause
  }
}

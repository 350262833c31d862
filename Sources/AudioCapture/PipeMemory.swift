import Threading

/// What is known of a pipe from one reading of it to the next: a pipe cannot be opened anew, and its header
/// comes once.
public final class PipeMemory: Sendable {
  struct Contents {
    /// What its samples are, once that is known.
    var format: CaptureFormat?
    /// The beginning of a frame whose rest has not been read.
    var rest: [UInt8] = []
  }

  let contents = Guarded(Contents())

  /// Of a pipe that nothing came from yet.
  public init() {}
}

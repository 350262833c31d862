/// Which clips stay, which go, and why.
public struct RetentionPlan: Hashable, Sendable {
  /// Why a file goes. The raw value is what a log stores.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// A crash left it.
    case unfinished
    /// A clip that no row knows.
    case orphan
    /// Older than the limit.
    case age
    /// All clips together had more bytes than the limit.
    case bytes
    /// Less was free on the disk than the limit.
    case space
  }

  /// A file that goes.
  public struct Deletion: Hashable, Sendable {
    /// Below the folder of clips.
    public var path: String
    /// Of the file.
    public var bytes: Int64
    /// Why it goes.
    public var cause: Cause
    /// Of its row, if it has one.
    public var id: Int64?
  }

  /// Clips that stay although they had to go, by what keeps them.
  public struct Shortfall: Hashable, Sendable {
    /// Bytes that the clips have beyond the limit of all together; 0 if they keep it.
    public var overLimit: Int64
    /// Bytes that are missing on the disk to what must stay free; 0 if enough is.
    public var underFloor: Int64
    /// Clips that stay because they are locked.
    public var locked = 0
    /// Clips that are not locked, and stay as the best of their taxon.
    public var best = 0
    /// Clips that are neither, and stay because they are recent.
    public var recent = 0
  }

  /// In this order.
  public var deletions: [Deletion]
  /// Clips that stay, those that no row knows included.
  public var keptCount: Int
  /// Of all files that stay, those of clips that are still being written included.
  public var keptBytes: Int64
  /// What no deletion can reach; clips must stay suspended while a floor is missed.
  public var shortfall: Shortfall?
}

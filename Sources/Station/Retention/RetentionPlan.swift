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

  public struct Deletion: Hashable, Sendable {
    /// Below the folder of clips.
    public var path: String
    public var bytes: Int64
    public var cause: Cause
    /// Of its row, if it has one.
    public var id: Int64?
  }

  /// Clips that stay although they had to go, by what keeps them.
  public struct Shortfall: Hashable, Sendable {
    /// Bytes that are missing to the limit of all clips together, and to the floor of the disk.
    public var overLimit: Int64
    public var underFloor: Int64
    /// Clips that nothing but this keeps from going, in this order.
    public var locked = 0
    public var best = 0
    public var recent = 0
  }

  /// In this order.
  public var deletions: [Deletion]
  /// Clips that stay, those that no row knows included.
  public var keptCount: Int
  public var keptBytes: Int64
  /// What no deletion can reach; clips must stay suspended while a floor is missed.
  public var shortfall: Shortfall?
}

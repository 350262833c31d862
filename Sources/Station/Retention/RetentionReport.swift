/// What a run of ``Retention`` did, and what it could not do.
public struct RetentionReport: Hashable, Sendable, CustomStringConvertible {
  /// Files that are gone now; those with a row are to be marked so.
  public var deleted: [RetentionPlan.Deletion] = []
  /// Rows whose files were not there.
  public var gone: [Int64] = []
  /// Clips that are listed and not there, all or most, so that none is believed to be gone.
  public var missing = 0
  /// Whether these are all.
  public var isMissingAll = false
  /// Files, folders and links that are no clips.
  public var foreign = 0
  /// What could not be looked at or deleted, and why.
  public var problems: [String] = []
  /// Clips that stay.
  public var keptCount = 0
  /// Of all files that stay, those of clips that are still being written included.
  public var keptBytes: Int64 = 0
  /// What no deletion can reach.
  public var shortfall: RetentionPlan.Shortfall?

  /// Of a run that has done nothing yet.
  public init() {}

  /// The run in words.
  public var description: String {
    var parts = ["kept \(count(keptCount, "clip")) (\(ByteCount(keptBytes)))", deletions]
    if !gone.isEmpty { parts.append("\(count(gone.count, "listed clip")) had gone before") }
    if foreign > 0 { parts.append("left \(foreign) that are no clips alone") }
    if let incident { parts.append(incident) }
    return parts.joined(separator: "; ")
  }

  private var deletions: String {
    guard !deleted.isEmpty else {
      return shortfall == nil && problems.isEmpty
        ? "deleted none: all is within the limits" : "deleted none"
    }
    let bytes = deleted.reduce(0) { $0 + $1.bytes }
    let causes = RetentionPlan.Cause.allCases.compactMap { cause -> String? in
      let count = deleted.count { $0.cause == cause }
      return count == 0 ? nil : "\(count) \(cause.words)"
    }
    return "deleted \(deleted.count) (\(ByteCount(bytes))): \(causes.joined(separator: ", "))"
  }

  /// What an operator should know; `nil` if all is well.
  public var incident: String? {
    var parts: [String] = []
    if missing > 0 {
      let which =
        isMissingAll
        ? "none of \(count(missing, "listed clip")) is in the folder"
        : "\(missing) listed clips, most of them, are not in the folder"
      parts.append(which + ": is its disk attached?")
    }
    if let shortfall { parts.append(shortfall.words) }
    if let first = problems.first {
      let others = problems.count == 1 ? "" : " (and \(problems.count - 1) more of the kind)"
      parts.append(first + others)
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// Whether clips must not be written: more of them than may be, or too little free, and nothing may go.
  public var mustSuspend: Bool { shortfall != nil }
}

extension RetentionPlan.Cause {
  fileprivate var words: String {
    switch self {
    case .unfinished: "that a crash had left unfinished"
    case .orphan: "that the log does not know"
    case .age: "for their age"
    case .bytes: "to stay within the bytes of all clips"
    case .space: "to keep space free"
    }
  }
}

extension RetentionPlan.Shortfall {
  fileprivate var words: String {
    var missing: [String] = []
    if overLimit > 0 { missing.append("\(ByteCount(overLimit)) too many of clips") }
    if underFloor > 0 { missing.append("\(ByteCount(underFloor)) too little free on the disk") }
    var keeping: [String] = []
    if locked > 0 { keeping.append("\(locked) locked") }
    if best > 0 { keeping.append("\(best) the best of their species") }
    if recent > 0 { keeping.append("\(recent) too recent") }
    let why =
      keeping.isEmpty
      ? "no clip is left to delete: something else fills the disk"
      : "of the clips that stay, " + keeping.joined(separator: ", ")
    return "still \(missing.joined(separator: " and ")), and nothing more may go: \(why)"
  }
}

private func count(_ number: Int, _ name: String) -> String {
  "\(number) \(name)\(number == 1 ? "" : "s")"
}

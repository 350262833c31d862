/// A log that was opened for a station, and what had to be done for that.
public struct StationLog: Sendable, CustomStringConvertible {
  /// Open for writing; new if there was none, with what could be saved if it was damaged.
  public var log: EventLog
  /// What became of the damaged log, if it was one. There is an incident of it in ``log``.
  public var salvage: Salvage?
  /// Tables that were not looked at, or not to the end, because that would have taken too long.
  public var unexamined: [String]

  /// What a station's operator is to be told; empty if nothing.
  public var description: String {
    if let salvage { return "\(salvage)" }
    guard !unexamined.isEmpty else { return "" }
    return "\(log.path): the log is large; not looked through for damage: "
      + unexamined.joined(separator: ", ") + ". `earshot log check` looks at all of it."
  }
}

extension EventLog {
  /// Opens a log to write to it, or makes it, whatever state it is in: a station must not stay deaf
  /// because its card is dying.
  ///
  /// It is looked through first, for `limit` seconds at most. A log that is damaged is set aside whole
  /// under `NAME.corrupt-YYYYMMDDTHHMMSSZ`. What can be read of it goes into a new log in its place, with
  /// an incident that says so. A file that is no log, and was none, is refused as ever, and so is a newer
  /// earshot's.
  ///
  /// - Parameters:
  ///   - now: Microseconds since 1970 UTC.
  ///   - patience: Seconds to wait for other processes.
  ///   - limit: Seconds to look for damage. On a card a log of a gigabyte takes half a minute to look
  ///     through.
  public static func openForStation(
    path: String, now: Int64, patience: Double = 10, lookingFor limit: Double = 5
  ) throws(EventLogError) -> StationLog {
    let (salvage, unexamined) = try salvageIfDamaged(
      path: path, now: now, patience: patience, limit: limit)
    return StationLog(
      log: try EventLog(path: path, access: .creating, patience: patience), salvage: salvage,
      unexamined: unexamined)
  }

  /// Puts what can be read of a damaged log into a new one in its place, as ``openForStation(path:now:patience:lookingFor:)``
  /// does, after looking through all of it, however long that takes.
  /// - Returns: `nil`, and nothing is changed, if the log is sound.
  /// - Throws: Also ``EventLogError/missing(path:)``.
  public static func salvage(
    path: String, now: Int64, patience: Double = 10
  ) throws(EventLogError) -> Salvage? {
    if !LogFiles(path).hasUnfinishedWrites { try requireFile(path) }
    return try salvageIfDamaged(path: path, now: now, patience: patience, limit: nil).salvage
  }
}

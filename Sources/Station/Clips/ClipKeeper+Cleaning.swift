import EventDetection
public import EventLog
import Foundation

extension ClipKeeper {
  /// Deletes what the limits want deleted, and marks in the log what is gone. While nothing more may go and
  /// there is still too little room, no clips are written.
  ///
  /// - Parameter now: Microseconds since 1970 UTC.
  /// - Throws: ``EventLogError``; ``RetentionError`` if the folder cannot be read.
  public func clean(_ limits: RetentionLimits, log: EventLog, now: Int64) throws -> RetentionReport
  {
    let prefix = Self.absolute(folder) + "/"
    var files = ClipFolder.at(folder)
    let contents = try files.contents()
    files.contents = { contents }
    var known = try log.keptClips()
    if try takeBack(contents, known, prefix, log) > 0 { known = try log.keptClips() }
    let listed = known.enumerated().map { index, clip in
      ListedClip(
        id: Int64(index),
        // One of another folder, as the settings were once, is none of this one's.
        path: clip.path.hasPrefix(prefix) ? String(clip.path.dropFirst(prefix.count)) : clip.path,
        taxon: clip.taxon.scientificName ?? clip.taxon.commonName, score: clip.peakScore,
        startedAt: clip.startedAt ?? now, isLocked: clip.isLocked, bytes: clip.bytes)
    }.filter { !$0.path.hasPrefix("/") }
    let report = try Retention.run(clips: listed, folder: files, limits: limits, now: now)
    for cause in RetentionPlan.Cause.allCases {
      let rows = report.deleted.filter { $0.cause == cause }.compactMap(\.id)
      try log.markDeleted(rows.map { known[Int($0)].id }, cause: cause.rawValue, now: now)
    }
    try log.markDeleted(report.gone.map { known[Int($0)].id }, cause: Self.gone, now: now)
    writer.suspend(report.mustSuspend ? report.incident : nil)
    return report
  }

  /// What a cleaning calls the cause when it has not deleted a clip that is not there.
  private static let gone = "gone"

  /// Clips that an earlier cleaning did not find, because their disk was away, and that are there again.
  /// - Returns: How many.
  private func takeBack(
    _ contents: ClipFolder.Contents, _ known: [KeptClip], _ prefix: String, _ log: EventLog
  ) throws -> Int {
    let paths = Set(known.map(\.path))
    var found: [String: Int64] = [:]
    for file in contents.files where !file.isUnfinished && !paths.contains(prefix + file.path) {
      found[prefix + file.path] = file.bytes
    }
    return try log.markFound(found, gone: Self.gone)
  }

  private static func absolute(_ path: String) -> String {
    URL(filePath: path.hasPrefix("/") ? path : "./" + path).standardizedFileURL.path
  }
}

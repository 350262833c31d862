import EventDetection

/// Keeps the folder of clips within its limits.
///
/// ```swift
/// let report = try Retention.run(
///   clips: clips, folder: .at("clips"), limits: limits, now: now)
/// // Mark report.deleted and report.gone in the log; note report.incident.
/// ```
///
/// It believes the disk, not the log: what counts is what lies in the folder. A file that cannot be deleted
/// ends nothing; what it should have made room for is sought elsewhere.
public enum Retention {
  /// - Parameters:
  ///   - clips: All that the log knows and has not marked as deleted; their `bytes` are found anew.
  ///   - now: Microseconds since 1970 UTC.
  /// - Throws: ``RetentionError/unreadable(path:reason:)`` if the folder itself cannot be read; then nothing
  ///   was deleted, and nothing is to be marked.
  public static func run(
    clips: [ListedClip], folder: ClipFolder, limits: RetentionLimits, now: Int64
  ) throws(RetentionError) -> RetentionReport {
    let contents = try folder.contents()
    var state = State(clips: clips, contents: contents)
    var report = RetentionReport()
    report.foreign = contents.foreign
    report.problems =
      contents.problems.values.sorted() + state.odd.map { "\($0): a row names no clip of ours" }
    if isLoss(state.gone.count, beside: state.clips.count) {
      (report.missing, report.isMissingAll) = (state.gone.count, state.clips.isEmpty)
    } else {
      report.gone = state.gone
    }

    // Each time round, something that cannot be deleted has been found out.
    for _ in 0..<mostRounds {
      let plan = RetentionPlanner.plan(
        clips: state.clips, leftovers: state.leftovers, limits: state.left(of: limits), now: now,
        freeBytes: try folder.freeBytes())
      report.keptCount = plan.keptCount + state.pinned.count
      report.keptBytes = plan.keptBytes + state.pinnedBytes
      report.shortfall = plan.shortfall
      var failed: [String: Int64] = [:]
      for deletion in plan.deletions {
        do throws(RetentionError) {
          try folder.delete(deletion.path)
          report.deleted.append(deletion)
        } catch {
          report.problems.append(error.description)
          failed[deletion.path] = deletion.bytes
        }
      }
      state.remove(deleted: plan.deletions, failed: failed)
      if failed.isEmpty { break }
      report.keptCount += failed.count
      report.keptBytes += failed.values.reduce(0, +)
    }
    removeEmptyDays(of: report.deleted, folder, now: now)
    return report
  }

  private static let mostRounds = 10

  /// Whether so many have gone as do not go at once: then it is another folder, or the disk of most is not
  /// attached.
  private static func isLoss(_ gone: Int, beside present: Int) -> Bool {
    gone > 0 && (present == 0 || gone > 2 && gone > present)
  }

  /// A folder of today or yesterday may be about to get a clip.
  private static func removeEmptyDays(
    of deletions: [RetentionPlan.Deletion], _ folder: ClipFolder, now: Int64
  ) {
    let first = CivilTime(nearest: now - 2 * 86_400_000_000).date
    let days = Set(deletions.map { String($0.path.prefix { $0 != "/" }) })
    for day in days.sorted() where day < first { folder.removeDay(day) }
  }
}

/// What is on the disk, and what of it the log knows.
private struct State {
  /// Whose files are there.
  var clips: [ListedClip] = []
  /// Files without a row.
  var leftovers: [ClipFolderFile] = []
  /// Rows without a file.
  var gone: [Int64] = []
  /// Paths of rows that could not be those of clips.
  var odd: [String] = []
  /// Files that cannot be deleted.
  var pinned: [String: Int64] = [:]

  var pinnedBytes: Int64 { pinned.values.reduce(0, +) }

  init(clips listed: [ListedClip], contents: ClipFolder.Contents) {
    var files = Dictionary(contents.files.map { ($0.path, $0) }) { first, _ in first }
    for var clip in listed {
      if let file = files.removeValue(forKey: clip.path) {
        clip.bytes = file.bytes
        clips.append(clip)
      } else if !ClipFolder.isOurs(clip.path) {
        odd.append(clip.path)
      } else if !contents.isUnknown(clip.path) {
        gone.append(clip.id)
      }
    }
    leftovers = contents.files.filter { files[$0.path] != nil }
  }

  /// The limits for what can still be decided.
  func left(of limits: RetentionLimits) -> RetentionLimits {
    var limits = limits
    limits.bytes = limits.bytes.map { $0 - pinnedBytes }
    return limits
  }

  mutating func remove(deleted: [RetentionPlan.Deletion], failed: [String: Int64]) {
    let paths = Set(deleted.map(\.path))
    clips.removeAll { paths.contains($0.path) }
    leftovers.removeAll { paths.contains($0.path) }
    pinned.merge(failed) { first, _ in first }
  }
}

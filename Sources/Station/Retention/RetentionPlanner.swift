/// Decides which clips go; touches nothing.
///
/// Age first: what is older than the limit goes. Then, while all together have too many bytes or too
/// little is free on the disk: clips that no row knows, the oldest first, and then the clip of the lowest
/// score of the taxon that has the most clips, again and again. Locked clips and the best of each taxon
/// never go, recent ones not for want of space. What a crash left goes whenever it is an hour old.
///
/// Cost: n log n. With *n* clips of a taxon its worst clip is the next to go while no other taxon has more
/// than *n*; then its second worst while none has more than *n* − 1. So each clip has a number from the
/// start, and one sorting gives the order.
public enum RetentionPlanner {
  /// Microseconds for which files may be on their way to a row.
  static let settlingTime: Int64 = 3_600_000_000
  private static let day: Int64 = 86_400_000_000

  /// - Parameters:
  ///   - clips: Whose files are there.
  ///   - leftovers: The other files of the folder.
  ///   - now: Microseconds since 1970 UTC.
  ///   - freeBytes: Of the disk.
  public static func plan(
    clips: [ListedClip], leftovers: [ClipFolderFile], limits: RetentionLimits, now: Int64,
    freeBytes: Int64
  ) -> RetentionPlan {
    var ledger = Ledger(
      total: clips.reduce(0) { $0 + $1.bytes } + leftovers.reduce(0) { $0 + $1.bytes },
      free: freeBytes, limits: limits)
    let settled = leftovers.filter { $0.modified <= now - settlingTime }
    for file in settled where file.isUnfinished { ledger.delete(file, .unfinished) }

    let best = best(of: clips, limits.bestOfEach)
    func isKept(_ clip: ListedClip) -> Bool { clip.isLocked || best.contains(clip.id) }
    let tooOld = limits.days.map { now - Int64($0 * Double(day)) } ?? .min
    var live: [ListedClip] = []
    for clip in clips {
      if clip.startedAt < tooOld, !isKept(clip) {
        ledger.delete(clip, .age)
      } else {
        live.append(clip)
      }
    }
    var orphans = settled.filter { !$0.isUnfinished }
    orphans.sort { ($0.modified, $0.path) < ($1.modified, $1.path) }
    for file in orphans where file.modified < tooOld { ledger.delete(file, .age) }
    for file in orphans where file.modified >= tooOld && ledger.isShort {
      ledger.delete(file, .orphan)
    }

    // What begins in the future has a wrong date, and cannot be young for ever.
    let recent = now - Int64(limits.recentDays * Double(day))...now + day
    func isRecent(_ clip: ListedClip) -> Bool {
      limits.recentDays > 0 && recent.contains(clip.startedAt)
    }
    for clip in deletionOrder(live, mayGo: { !isKept($0) && !isRecent($0) }) {
      guard let cause = ledger.shortage else { break }
      ledger.delete(clip, cause)
    }

    var plan = RetentionPlan(
      deletions: ledger.deletions,
      keptCount: clips.count + leftovers.count(where: { !$0.isUnfinished })
        - ledger.deletions.count(where: { $0.cause != .unfinished }),
      keptBytes: ledger.total, shortfall: nil)
    if ledger.isShort {
      var shortfall = RetentionPlan.Shortfall(
        overLimit: ledger.overLimit, underFloor: ledger.underFloor)
      shortfall.locked = live.count(where: \.isLocked)
      shortfall.best = live.count { !$0.isLocked && best.contains($0.id) }
      shortfall.recent = live.count { !isKept($0) && isRecent($0) }
      plan.shortfall = shortfall
    }
    return plan
  }

  /// The clips of each taxon that stay because no other of it is better.
  private static func best(of clips: [ListedClip], _ count: Int) -> Set<Int64> {
    guard count > 0 else { return [] }
    return Dictionary(grouping: clips, by: \.taxon).values.reduce(into: []) { best, clips in
      best.formUnion(clips.sorted { worse($1, $0) }.prefix(count).map(\.id))
    }
  }

  /// The order in which clips go.
  private static func deletionOrder(
    _ clips: [ListedClip], mayGo: (ListedClip) -> Bool
  ) -> [ListedClip] {
    var order: [(clip: ListedClip, rivals: Int)] = []
    for clips in Dictionary(grouping: clips, by: \.taxon).values {
      let candidates = clips.filter(mayGo).sorted(by: worse)
      order += candidates.enumerated().map { ($0.element, clips.count - $0.offset) }
    }
    order.sort { $0.rivals != $1.rivals ? $0.rivals > $1.rivals : worse($0.clip, $1.clip) }
    return order.map(\.clip)
  }

  /// Whether a clip is worth less: by score, then by age.
  private static func worse(_ a: ListedClip, _ b: ListedClip) -> Bool {
    let (left, right) = (score(a), score(b))
    return left != right
      ? left < right : (a.startedAt, a.path, a.id) < (b.startedAt, b.path, b.id)
  }

  private static func score(_ clip: ListedClip) -> Float {
    clip.score == clip.score ? clip.score : -1
  }
}

/// What has been decided, and what space that makes.
private struct Ledger {
  var total: Int64
  var free: Int64
  let limits: RetentionLimits
  var deletions: [RetentionPlan.Deletion] = []

  var overLimit: Int64 { limits.bytes.map { max(total - $0, 0) } ?? 0 }
  var underFloor: Int64 { max(limits.freeFloor - free, 0) }
  var isShort: Bool { overLimit > 0 || underFloor > 0 }

  var shortage: RetentionPlan.Cause? { overLimit > 0 ? .bytes : underFloor > 0 ? .space : nil }

  mutating func delete(_ file: ClipFolderFile, _ cause: RetentionPlan.Cause) {
    delete(.init(path: file.path, bytes: file.bytes, cause: cause, id: nil))
  }

  mutating func delete(_ clip: ListedClip, _ cause: RetentionPlan.Cause) {
    delete(.init(path: clip.path, bytes: clip.bytes, cause: cause, id: clip.id))
  }

  private mutating func delete(_ deletion: RetentionPlan.Deletion) {
    deletions.append(deletion)
    total -= deletion.bytes
    free += deletion.bytes
  }
}

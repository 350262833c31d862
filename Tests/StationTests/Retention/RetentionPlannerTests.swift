import TestSupport
import Testing

@testable import Station

/// Which clips go.
@Suite struct RetentionPlannerTests {
  static let day: Int64 = 86_400_000_000
  static let now: Int64 = 1_780_000_000_000_000

  private func clip(
    _ id: Int64, _ taxon: String, _ score: Float, daysOld: Int64 = 10, bytes: Int64 = 100,
    isLocked: Bool = false
  ) -> ListedClip {
    ListedClip(
      id: id, path: "clip \(id)", taxon: taxon, score: score,
      startedAt: Self.now - daysOld * Self.day, isLocked: isLocked, bytes: bytes)
  }

  private func file(
    _ path: String, hoursOld: Int64, bytes: Int64 = 100, isUnfinished: Bool = false
  ) -> ClipFolderFile {
    ClipFolderFile(
      path: path, bytes: bytes, modified: Self.now - hoursOld * 3_600_000_000,
      isUnfinished: isUnfinished)
  }

  private func plan(
    _ clips: [ListedClip], _ leftovers: [ClipFolderFile] = [], days: Double? = nil,
    bytes: Int64? = nil,
    floor: Int64 = 0, best: Int = 0, recent: Double = 2, free: Int64 = 1_000_000
  ) -> RetentionPlan {
    RetentionPlanner.plan(
      clips: clips, leftovers: leftovers,
      limits: RetentionLimits(
        days: days, bytes: bytes, freeFloor: floor, bestOfEach: best, recentDays: recent),
      now: Self.now, freeBytes: free)
  }

  private func paths(_ plan: RetentionPlan) -> [String] {
    plan.deletions.map { "\($0.path): \($0.cause)" }
  }

  @Test func `within the limits nothing goes`() {
    let plan = plan([clip(1, "a", 0.5), clip(2, "b", 0.5)], bytes: 200, floor: 1_000_000)
    #expect(plan.deletions.isEmpty && plan.shortfall == nil)
    #expect(plan.keptCount == 2 && plan.keptBytes == 200)
  }

  @Test func `the lowest score of the commonest species goes first, and which that is changes`() {
    let clips = [
      clip(1, "owl", 0.1), clip(2, "owl", 0.2), clip(3, "tit", 0.6), clip(4, "tit", 0.5),
      clip(5, "tit", 0.7), clip(6, "tit", 0.9), clip(7, "wren", 0.05),
    ]
    let plan = plan(clips, bytes: 0)
    #expect(
      paths(plan) == [
        "clip 4: bytes", "clip 3: bytes", "clip 1: bytes", "clip 5: bytes", "clip 7: bytes",
        "clip 2: bytes", "clip 6: bytes",
      ])
    #expect(self.plan(clips, bytes: 500).deletions.count == 2)
    #expect(self.plan(clips, bytes: 501).deletions.count == 2)
    #expect(self.plan(clips, bytes: 499).deletions.count == 3)
  }

  @Test func `the best of each species stay, whatever the limits`() {
    let clips = (0..<20).map {
      clip(Int64($0), $0 < 15 ? "tit" : "owl", Float($0) / 20, daysOld: 99)
    }
    let plan = plan(clips, days: 1, bytes: 0, floor: .max, best: 3)
    #expect(Set(plan.deletions.compactMap(\.id)) == Set(0...11).union([15, 16]))
    #expect(plan.shortfall?.best == 6)
  }

  @Test func `locked and recent clips stay, and are the reason that is given`() {
    let clips = [
      clip(1, "a", 0.1, isLocked: true), clip(2, "a", 0.2, daysOld: 1), clip(3, "a", 0.9),
      clip(4, "a", 0.3),
    ]
    let plan = plan(clips, bytes: 50, floor: 2_000_000, best: 1)
    #expect(paths(plan) == ["clip 4: bytes"])
    #expect(
      plan.shortfall
        == .init(overLimit: 250, underFloor: 999_900, locked: 1, best: 1, recent: 1))
  }

  @Test func `age takes what is older, recent or not, but not the best and not what is locked`() {
    let clips = [
      clip(1, "a", 0.1, daysOld: 40), clip(2, "a", 0.9, daysOld: 40),
      clip(3, "b", 0.1, daysOld: 40, isLocked: true), clip(4, "b", 0.9, daysOld: 29),
      clip(5, "a", 0.2, daysOld: 29),
    ]
    #expect(paths(plan(clips, days: 30, best: 1)) == ["clip 1: age"])
    #expect(paths(plan(clips, days: 30, best: 1, recent: 50)) == ["clip 1: age"])
    #expect(paths(plan(clips, best: 1)) == [])
  }

  @Test func `the floor alone makes clips go, until it is reached`() {
    let clips = (0..<10).map { clip(Int64($0), "a", Float($0) / 10) }
    let plan = plan(clips, floor: 1_000_250, free: 1_000_000)
    #expect(paths(plan) == ["clip 0: space", "clip 1: space", "clip 2: space"])
    #expect(plan.shortfall == nil)
  }

  @Test func `what a crash left goes after an hour, clips without a row only for want of space`() {
    let leftovers = [
      file("new part", hoursOld: 0, isUnfinished: true),
      file("old part", hoursOld: 2, isUnfinished: true), file("new", hoursOld: 0),
      file("b", hoursOld: 30), file("a", hoursOld: 30), file("older", hoursOld: 40),
    ]
    let clips = [clip(1, "a", 0.1)]
    #expect(paths(plan(clips, leftovers)) == ["old part: unfinished"])
    let plan = plan(clips, leftovers, bytes: 400)
    #expect(paths(plan) == ["old part: unfinished", "older: orphan", "a: orphan"])
    #expect(
      paths(self.plan(clips, leftovers, bytes: 0)) == [
        "old part: unfinished", "older: orphan", "a: orphan", "b: orphan", "clip 1: bytes",
      ])
    #expect(
      paths(self.plan(clips, leftovers, days: 1)) == [
        "old part: unfinished", "clip 1: age", "older: age", "a: age", "b: age",
      ])
  }

  @Test func `a clip dated in the future, by a clock that was wrong, is not recent for ever`() {
    let clips = [clip(1, "a", 0.1, daysOld: -400), clip(2, "a", 0.2, daysOld: 0)]
    #expect(paths(plan(clips, bytes: 0)) == ["clip 1: bytes"])
  }

  @Test func `a score that is no number is the lowest`() {
    let clips = [clip(1, "a", 0.1), clip(2, "a", .nan), clip(3, "a", 0.3)]
    #expect(paths(plan(clips, bytes: 200)) == ["clip 2: bytes"])
    #expect(Set(plan(clips, bytes: 0, best: 2).deletions.compactMap(\.id)) == [2])
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `the plan is what its definition gives, step by step`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let clips = (0..<Int.random(in: 0...60, using: &random)).map { id in
      clip(
        Int64(id), ["a", "b", "c", "d"].prefix(.random(in: 1...4, using: &random)).last ?? "a",
        Float(Int.random(in: 0...6, using: &random)) / 6,
        daysOld: .random(in: -3...12, using: &random), bytes: .random(in: 0...9, using: &random),
        isLocked: Int.random(in: 0..<8, using: &random) == 0)
    }
    let leftovers = (0..<Int.random(in: 0...6, using: &random)).map { index in
      file(
        "left \(index)", hoursOld: .random(in: 0...200, using: &random),
        bytes: .random(in: 0...9, using: &random), isUnfinished: .random(using: &random))
    }
    let limits = RetentionLimits(
      days: Bool.random(using: &random) ? .random(in: 4...10, using: &random) : nil,
      bytes: Bool.random(using: &random) ? .random(in: 0...300, using: &random) : nil,
      freeFloor: .random(in: 0...200, using: &random),
      bestOfEach: .random(in: 0...3, using: &random), recentDays: .random(in: 0...3, using: &random)
    )
    let free = Int64.random(in: 0...200, using: &random)
    let plan = RetentionPlanner.plan(
      clips: clips, leftovers: leftovers, limits: limits, now: Self.now, freeBytes: free)
    let expected = NaiveRetention(
      clips: clips, leftovers: leftovers, limits: limits, now: Self.now, free: free)
    #expect(plan.deletions.map(\.path) == expected.deleted, "seed \(seed)")
    #expect((plan.shortfall != nil) == expected.isShort, "seed \(seed)")
    #expect(
      plan.keptBytes == expected.total && plan.keptCount == expected.keptCount, "seed \(seed)")
  }

  @Test func `ten thousand clips are planned at once`() {
    var random = SplitMix64(seed: 1)
    let clips = (0..<10_000).map { id in
      clip(
        Int64(id), "species \(Int.random(in: 0..<300, using: &random))",
        .random(in: 0...1, using: &random))
    }
    let start = ContinuousClock.now
    let plan = plan(clips, bytes: 0, best: 3)
    // It takes some 30 ms; a quadratic plan, minutes.
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(plan.keptCount == 900)
  }
}

/// The definition, as one would do it by hand.
private struct NaiveRetention {
  var deleted: [String] = []
  var total: Int64
  var free: Int64
  let limits: RetentionLimits
  var keptCount: Int

  var isShort: Bool { limits.bytes.map { total > $0 } ?? false || free < limits.freeFloor }

  init(
    clips: [ListedClip], leftovers: [ClipFolderFile], limits: RetentionLimits, now: Int64,
    free: Int64
  ) {
    self.limits = limits
    self.free = free
    total = (clips.map(\.bytes) + leftovers.map(\.bytes)).reduce(0, +)
    keptCount = clips.count + leftovers.count { !$0.isUnfinished }
    let day = RetentionPlannerTests.day
    func isBetter(_ a: ListedClip, _ b: ListedClip) -> Bool {
      (a.score, a.startedAt, a.path) > (b.score, b.startedAt, b.path)
    }
    func isSafe(_ clip: ListedClip) -> Bool {
      clip.isLocked
        || clips.count { $0.taxon == clip.taxon && isBetter($0, clip) } < limits.bestOfEach
    }
    func isOld(_ time: Int64) -> Bool {
      limits.days.map { time < now - Int64($0 * Double(day)) } ?? false
    }
    func isRecent(_ time: Int64) -> Bool {
      limits.recentDays > 0 && time >= now - Int64(limits.recentDays * Double(day))
        && time <= now + day
    }
    let settled = leftovers.filter { $0.modified <= now - 3_600_000_000 }
    for file in settled where file.isUnfinished { remove(file.path, file.bytes, isClip: false) }
    var live = clips
    for clip in clips where isOld(clip.startedAt) && !isSafe(clip) {
      live.removeAll { $0.id == clip.id }
      remove(clip.path, clip.bytes)
    }
    var orphans = settled.filter { !$0.isUnfinished }
    orphans.sort { $0.modified != $1.modified ? $0.modified < $1.modified : $0.path < $1.path }
    for file in orphans where isOld(file.modified) { remove(file.path, file.bytes) }
    for file in orphans where !isOld(file.modified) && isShort { remove(file.path, file.bytes) }
    while isShort {
      let candidates = live.filter { !isSafe($0) && !isRecent($0.startedAt) }
      func count(_ clip: ListedClip) -> Int { live.count { $0.taxon == clip.taxon } }
      guard
        let next = candidates.min(by: { a, b in
          count(a) != count(b) ? count(a) > count(b) : isBetter(b, a)
        })
      else { return }
      live.removeAll { $0.id == next.id }
      remove(next.path, next.bytes)
    }
  }

  private mutating func remove(_ path: String, _ bytes: Int64, isClip: Bool = true) {
    deleted.append(path)
    total -= bytes
    free += bytes
    keptCount -= isClip ? 1 : 0
  }
}

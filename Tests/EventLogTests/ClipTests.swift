import EventDetection
import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

/// Clips as a station, its cleaning and its owner see them.
@Suite struct ClipTests {
  let station: LiveLog
  var log: EventLog { station.log }

  init() throws {
    station = try LiveLog()
    try station.commit(
      through: 20,
      events: [
        Sample.event(0, from: 1, to: 4, peak: 0.5), Sample.event(2, from: 1, to: 4, peak: 0.75),
        Sample.event(0, from: 9, to: 12, peak: 1),
      ],
      open: [Sample.event(2, from: 17, to: 20)])
  }

  private func path(_ name: String) -> String { station.test.folder.path(name) }

  @discardableResult
  private func add(_ name: String, _ classIndex: Int = 0, at seconds: Double) throws -> ClipID {
    try log.addClip(
      at: path(name), bytes: 1000, ofClass: classIndex, start: Int64(seconds * 48_000),
      in: station.live)
  }

  @Test func `a clip is that of an event, and says what cleaning must know`() throws {
    let second = try add("clips/b.flac", 2, at: 1)
    let first = try add("clips/a.flac", at: 1)
    let open = try add("clips/c.flac", 2, at: 17)
    let clips = try log.keptClips()
    #expect(Set(clips.map(\.id)) == [first, second, open] && clips.count == 3)
    #expect(clips.map(\.event) == clips.map(\.event).sorted())
    #expect(
      Set(clips.map(\.path)) == Set(["a", "b", "c"].map { path("clips/\($0).flac") }))
    let raven = try #require(clips.first { $0.id == first })
    #expect(raven.taxon == Sample.taxa[0] && raven.peakScore == 0.5 && raven.bytes == 1000)
    #expect(raven.startedAt == Sample.start + 1_000_000 && !raven.isLocked)
    #expect(try log.keptClips(of: ["corvus CORAX"]) == [raven])
    #expect(throws: EventLogError.self) { _ = try log.keptClips(of: ["Dodo"]) }
  }

  @Test func `where sound lies is told of every kept clip, once`() throws {
    #expect(try log.soundFiles().isEmpty)
    let gone = try add("clips/b.flac", 2, at: 1)
    try add("clips/c.flac", 2, at: 17)
    try add("clips/a.flac", at: 1)
    try log.markDeleted([gone], cause: "age", now: 5)
    #expect(try log.soundFiles() == [path("clips/a.flac"), path("clips/c.flac")])
    #expect(EventLog.isDatabase(log.path) && !EventLog.isDatabase(path("clips/a.flac")))
  }

  @Test func `the same clip twice is one, with its last size`() throws {
    let id = try add("a.flac", at: 1)
    let again = try log.addClip(
      at: path("a.flac"), bytes: 2000, ofClass: 0, start: 48_000, in: station.live)
    #expect(again == id)
    #expect(try log.keptClips().map(\.bytes) == [2000])
  }

  @Test func `a clip of no event, of no class or of another event's file is refused`() throws {
    try add("a.flac", at: 1)
    for (name, classIndex, seconds) in [("b.flac", 0, 2.0), ("b.flac", 7, 1), ("a.flac", 0, 9)] {
      #expect {
        try add(name, classIndex, at: seconds)
      } throws: {
        if case EventLogError.refused = $0 { true } else { false }
      }
    }
    #expect(try log.keptClips().count == 1)
  }

  @Test func `what is deleted keeps its row with cause and instant, and its place may be taken`()
    throws
  {
    let id = try add("a.flac", at: 1)
    let other = try add("b.flac", at: 9)
    try log.markDeleted([id], cause: "budget", now: 77)
    try log.markDeleted([id, other], cause: "age", now: 88)
    #expect(try log.keptClips() == [])
    let rows = try station.test.sql {
      try Row.fetchAll($0, sql: "SELECT path, deleted_at, cause FROM clip ORDER BY id")
    }
    #expect(
      rows == [
        ["path": "a.flac", "deleted_at": 77, "cause": "budget"],
        ["path": "b.flac", "deleted_at": 88, "cause": "age"],
      ])
    let new = try add("a.flac", at: 9)
    #expect(try log.keptClips().map(\.id) == [new] && new != id)
  }

  @Test func `paths below the log's folder move with it, others stay where they are`() throws {
    try add("2025/06/a.flac", at: 1)
    try log.addClip(
      at: "/elsewhere/b.flac", bytes: 1, ofClass: 0, start: 9 * 48_000, in: station.live)
    let stored = try station.test.sql {
      try String.fetchAll($0, sql: "SELECT path FROM clip ORDER BY path")
    }
    #expect(stored == ["/elsewhere/b.flac", "2025/06/a.flac"])
    let moved = try TemporaryFolder()
    _ = try log.backUp(to: moved.path("copy.sqlite"))
    let copy = try EventLog(path: moved.path("copy.sqlite"), access: .reading)
    #expect(
      try copy.keptClips().map(\.path).sorted()
        == ["/elsewhere/b.flac", moved.path("2025/06/a.flac")].sorted())
  }

  @Test func `a file that was gone and is there again is the clip that it was`() throws {
    let (first, second) = (try add("a.flac", at: 1), try add("b.flac", at: 9))
    try log.setLock(true, of: [.path(path("a.flac"))], now: 1)
    let old = try log.keptClips()
    try log.markDeleted([first, second], cause: "gone", now: 2)
    let taken = try add("b.flac", 2, at: 17)
    let aged = try add("c.flac", 2, at: 1)
    try log.markDeleted([aged], cause: "age", now: 3)
    let files = ["a", "b", "c"].reduce(into: [:]) { $0[path("\($1).flac")] = Int64(1000) }
    #expect(try log.markFound([path("a.flac"): 999], gone: "gone") == 0, "another file")
    #expect(try log.markFound([:], gone: "gone") == 0)
    #expect(try log.markFound(files, gone: "gone") == 1, "b has a clip, c was deleted")
    let kept = try log.keptClips()
    #expect(Set(kept.map(\.id)) == [first, taken])
    #expect(kept.contains { clip in clip.isLocked && old.contains(clip) })
  }

  @Test func `clips are locked and unlocked by file or event, all that are named or none`() throws {
    try add("a.flac", at: 1)
    try add("a-2.flac", at: 1)
    try add("b.flac", at: 9)
    let event = try #require(try log.keptClips().first { $0.path == path("a.flac") }).event
    func locked() throws -> [String] {
      try log.keptClips().filter(\.isLocked).map {
        String($0.path.split(separator: "/").last ?? "")
      }
      .sorted()
    }
    #expect(throws: EventLogError.noClip(path: log.path, clip: "at \(path("c.flac"))")) {
      try log.setLock(true, of: [.event(event), .path(path("c.flac"))], now: 1)
    }
    #expect(try locked() == [])
    #expect(try log.setLock(true, of: [.event(event)], now: 2).count == 2)
    #expect(try locked() == ["a-2.flac", "a.flac"])
    #expect(
      try log.setLock(false, of: [.path(path("a.flac"))], now: 3) == [path("a.flac")])
    try log.setLock(true, of: [.path(path("b.flac"))], now: 4)
    #expect(try locked() == ["a-2.flac", "b.flac"])
    let changes = try station.test.sql {
      try Int64?.fetchAll($0, sql: "SELECT lock_changed_at FROM clip ORDER BY path")
    }
    #expect(changes == [2, 3, 4])
    #expect(throws: EventLogError.noClip(path: log.path, clip: "of event 999")) {
      try log.setLock(true, of: [.event(999)], now: 5)
    }
  }
}

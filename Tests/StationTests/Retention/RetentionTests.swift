import Foundation
import TestSupport
import Testing

@testable import Station

/// Cleaning of real folders, with what has gone wrong elsewhere.
@Suite struct RetentionTests {
  private let folder: TemporaryFolder
  private let now: Int64 = 1_780_802_055_000_000
  private static let day: Int64 = 86_400_000_000

  init() throws { folder = try TemporaryFolder() }

  /// Writes the file of a clip, which began so many days ago, and gives its row.
  private func clip(
    _ id: Int64, _ taxon: String = "tit", score: Float = 0.5, daysOld: Int64 = 10,
    bytes: Int = 1_000,
    isLocked: Bool = false
  ) throws -> ListedClip {
    let name = ClipName(
      startedAt: now - daysOld * Self.day + id * 1_000_000, taxon: taxon, input: "pond",
      score: score)
    try write(name.description, bytes: bytes)
    return ListedClip(
      id: id, path: name.description, taxon: taxon, score: score,
      startedAt: now - daysOld * Self.day, isLocked: isLocked, bytes: 7)
  }

  private func write(_ path: String, bytes: Int, hoursOld: Double = 200) throws {
    let url = folder.url.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(repeating: 1, count: bytes).write(to: url)
    let date = Date(timeIntervalSince1970: Double(now) / 1e6 - hoursOld * 3600)
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: url.path)
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.path(path))
  }

  private func run(
    _ clips: [ListedClip], bytes: Int64? = nil, floor: Int64 = 0, best: Int = 0,
    days: Double? = nil,
    change: (inout ClipFolder) -> Void = { _ in }
  ) throws -> RetentionReport {
    var folder = ClipFolder.at(folder.url.path)
    change(&folder)
    return try Retention.run(
      clips: clips, folder: folder,
      limits: RetentionLimits(
        days: days, bytes: bytes, freeFloor: floor, bestOfEach: best, recentDays: 2),
      now: now)
  }

  @Test
  func `limit 80 %, reality 98 %: what the rows say counts nothing, what is on the disk does`()
    throws
  {
    // The rows say 7 bytes each.
    let clips = try (0..<10).map { try clip($0, score: Float($0) / 10) }
    let report = try run(clips, bytes: 8_000)
    #expect(report.deleted.map(\.id) == [0, 1])
    #expect(clips.map { exists($0.path) } == [false, false] + Array(repeating: true, count: 8))
    #expect(report.keptBytes == 8_000 && report.keptCount == 8)
    #expect(
      report.description
        == "kept 8 clips (8 kB); deleted 2 (2 kB): 2 to stay within the bytes of all clips")
    #expect(try run(Array(clips.dropFirst(2)), bytes: 8_000).deleted.isEmpty)
  }

  @Test func `odd names, odd bytes, folders, links and pipes end nothing and are left alone`()
    throws
  {
    let clips = try (0..<3).map { try clip($0) }
    let outside = try TemporaryFolder()
    let day = String(clips[0].path.prefix(10))
    let odd = [
      "odd.flac", "\(day)/odd name?.flac", "\(day)/.hidden", "\(day)/a/b.flac",
      "2020-01-01x/a.flac",
      "notes.txt", "\(day)/20260607T031415.250Z_corvus_pond_97.wav",
    ]
    for path in odd { try write(path, bytes: 5_000) }
    let bytes: [CChar] = "\(folder.url.path)/\(day)/".utf8CString.dropLast() + [-1, -2, 0x2E, 0]
    #expect(unsafe mkfifo(bytes, 0o600) == 0)
    let ours = "20200101T000000.000Z_tit_pond_50.flac"
    #expect(unsafe mkfifo(folder.path("\(day)/\(ours)"), 0o600) == 0)
    try Data([1]).write(to: outside.url.appending(path: ours))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("2019-01-01"), withDestinationPath: outside.url.path)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("\(day)/20200101T000000.001Z_tit_pond_50.flac"),
      withDestinationPath: outside.path(ours))

    let report = try run(clips, bytes: 0, days: 1)
    #expect(Set(report.deleted.map(\.id)) == [0, 1, 2] && report.problems == [])
    for path in odd { #expect(exists(path), "\(path)") }
    #expect(FileManager.default.fileExists(atPath: outside.path(ours)))
    #expect(exists("\(day)/\(ours)") && exists("2019-01-01/\(ours)"))
    #expect(report.foreign == 11)
    #expect(report.shortfall == nil)
  }

  @Test func `the best clip of a species is the last to go: it never does`() throws {
    let clips = try [
      clip(1, "rail", score: 0.99, daysOld: 300), clip(2, "rail", score: 0.6, daysOld: 300),
      clip(3, "tit", score: 0.7), clip(4, "tit", score: 0.8),
    ]
    let report = try run(clips, bytes: 0, best: 1, days: 100)
    #expect(Set(report.deleted.map(\.id)) == [2, 3])
    #expect(exists(clips[0].path) && exists(clips[3].path))
  }

  @Test func `a run that deletes nothing says why`() throws {
    let clips = try [
      clip(1, isLocked: true), clip(2, score: 0.9, daysOld: 1), clip(3, "owl"),
    ]
    #expect(
      try run(clips, bytes: 3_000).description
        == "kept 3 clips (3 kB); deleted none: all is within the limits")
    let report = try run(clips, bytes: 1_000, best: 1)
    #expect(report.mustSuspend)
    #expect(
      report.description
        == "kept 3 clips (3 kB); deleted none; still 2 kB too many of clips, and nothing more may "
        + "go: of the clips that stay, 1 locked, 2 the best of their species")
    let floor = try run(clips, floor: 2_500_000_000, best: 9) { $0.freeBytes = { 1_000_000_000 } }
    #expect(
      floor.incident
        == "still 1.5 GB too little free on the disk, and nothing more may go: of the clips that "
        + "stay, 1 locked, 2 the best of their species")
    for clip in clips { try FileManager.default.removeItem(atPath: folder.path(clip.path)) }
    let others = try run([], floor: 2_500_000_000) { $0.freeBytes = { 1_000_000_000 } }
    #expect(
      others.incident
        == "still 1.5 GB too little free on the disk, and nothing more may go: no clip is left to "
        + "delete: something else fills the disk")
  }

  @Test func `files that no row knows are seen, and go first when space is wanted`() throws {
    let clips = try (0..<3).map { try clip($0) }
    let orphan = "2026-01-01/20260101T000000.000Z_tit_pond_99.flac"
    let fresh = "2026-06-07/20260607T000000.000Z_tit_pond_99.flac"
    let part = "2026-06-07/.20260607T000000.000Z_tit_pond_98.flac.part"
    try write(orphan, bytes: 1_000)
    try write(fresh, bytes: 1_000, hoursOld: 0.5)
    try write(part, bytes: 1_000)
    let idle = try run(clips, bytes: 5_000)
    #expect(idle.deleted.map(\.path) == [part] && exists(orphan))
    #expect(idle.keptCount == 5)
    let report = try run(clips, bytes: 4_000)
    #expect(report.deleted.map(\.path) == [orphan] && report.deleted.map(\.id) == [nil])
    #expect(exists(fresh) && !exists("2026-01-01"))
    #expect(
      report.description
        == "kept 4 clips (4 kB); deleted 1 (1 kB): 1 that the log does not know")
  }

  @Test func `a listed clip whose file is gone is marked so, unless all are`() throws {
    let clips = try (0..<3).map { try clip($0) }
    try FileManager.default.removeItem(atPath: folder.path(clips[1].path))
    let report = try run(clips)
    #expect(report.gone == [1] && report.incident == nil)
    for index in [0, 2] {
      try FileManager.default.removeItem(atPath: folder.path(clips[index].path))
    }
    let empty = try run(clips)
    #expect(empty.gone == [] && empty.missing == 3)
    #expect(
      empty.incident == "none of 3 listed clips is in the folder: is its disk attached?")
  }

  @Test func `a folder that is not there is an error, and marks nothing`() throws {
    let clips = try [clip(1)]
    let path = folder.path("gone")
    #expect(
      throws: RetentionError.unreadable(path: path, reason: "no such file or directory")
    ) {
      try Retention.run(
        clips: clips, folder: .at(path),
        limits: RetentionLimits(
          days: nil, bytes: nil, freeFloor: 0, bestOfEach: 0, recentDays: 0), now: now)
    }
  }

  @Test func `a row with the path of something else harms nothing`() throws {
    let outside = try TemporaryFolder()
    let victim = outside.path("victim.flac")
    try Data([1]).write(to: URL(filePath: victim))
    var odd = try [clip(1), clip(2), clip(3)]
    odd[0].path = "../\(outside.url.lastPathComponent)/victim.flac"
    odd[1].path = victim
    let report = try run(odd, bytes: 0)
    #expect(FileManager.default.fileExists(atPath: victim))
    #expect(report.gone == [] && report.problems.count == 2)
    #expect(
      throws: RetentionError.undeletable(
        path: "\(folder.url.path)/\(odd[0].path)", reason: "it is no clip of earshot's")
    ) { try ClipFolder.at(folder.url.path).delete(odd[0].path) }
  }

  @Test func `a file that cannot be deleted ends nothing: others make the room`() throws {
    let clips = try (0..<6).map { try clip($0, score: Float($0) / 10) }
    let stuck = Set([clips[0].path, clips[2].path])
    let report = try run(clips, bytes: 4_000) { folder in
      let delete = folder.delete
      folder.delete = { path throws(RetentionError) in
        if stuck.contains(path) {
          throw .undeletable(path: path, reason: "read-only file system")
        }
        try delete(path)
      }
    }
    #expect(report.deleted.map(\.id) == [1, 3])
    #expect(report.keptBytes == 4_000 && report.keptCount == 4 && report.shortfall == nil)
    #expect(
      report.incident
        == "\(clips[0].path): not deleted: read-only file system. Check the permissions of its "
        + "folder. (and 1 more of the kind)")
  }

  @Test func `nothing can be deleted: it ends, and says so`() throws {
    let clips = try (0..<40).map { try clip($0) }
    let report = try run(clips, bytes: 4_000) { folder in
      folder.delete = { path throws(RetentionError) in
        throw .undeletable(path: path, reason: "read-only file system")
      }
    }
    #expect(report.deleted.isEmpty && report.mustSuspend)
    #expect(report.keptCount == 40 && report.keptBytes == 40_000)
  }

  @Test func `a day that cannot be looked at is a problem, not a loss`() throws {
    let clips = try [clip(1), clip(2, daysOld: 20), clip(3, daysOld: 20)]
    let day = folder.path(String(clips[1].path.prefix(10)))
    #expect(unsafe chmod(folder.url.path, 0o777) == 0 && chmod(day, 0) == 0)
    defer { unsafe _ = chmod(day, 0o755) }
    let report = try asOrdinaryUser { try run(clips) }
    #expect(report.gone == [] && report.problems.count == 1)
    #expect(
      report.problems[0].hasPrefix(day + ": clips cannot be looked through: permission denied."))
  }

  @Test func `days that are empty go, but not those to which a clip may be on its way`() throws {
    let old = try clip(1, daysOld: 30)
    let young = try clip(2, daysOld: 1)
    let report = try run([old, young], bytes: 0, days: 0)
    #expect(report.deleted.count == 2)
    #expect(!exists(String(old.path.prefix(10))) && exists(String(young.path.prefix(10))))
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1_000, "1 kB"), (1_249, "1.2 kB"), (999_949, "999.9 kB"),
    (999_950, "1 MB"), (1_500_000_000, "1.5 GB"), (-2_500_000, "-2.5 MB"),
  ])
  func `bytes in words`(bytes: Int64, words: String) {
    #expect(ByteCount(bytes).description == words)
  }
}

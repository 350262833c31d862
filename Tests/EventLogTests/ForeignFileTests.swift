import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventLog

/// Somebody names the wrong file: it is no ruin of a log, and a station leaves it alone.
@Suite struct ForeignFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("log.sqlite")
  }

  private func requireRefusal(_ bytes: Data, _ hint: Comment) throws {
    try bytes.write(to: URL(filePath: path))
    #expect(throws: EventLogError.notALog(path: path), hint) {
      _ = try EventLog.openForStation(path: path, now: 0, patience: 0)
    }
    #expect(throws: EventLogError.notALog(path: path), hint) {
      _ = try EventLog.salvage(path: path, now: 0, patience: 0)
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == bytes, hint)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["log.sqlite"], hint)
  }

  private func noise(_ count: Int, seed: UInt64) -> Data {
    var random = SplitMix64(seed: seed)
    return Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
  }

  @Test func `texts, pictures, sounds, archives and noise stay as they are`() throws {
    try requireRefusal(Data("mine".utf8), "a word")
    try requireRefusal(Data([0xFF]), "a byte")
    let tables = Schema1.tables + Schema1.views + Schema3.clips
    try requireRefusal(Data(String(repeating: tables, count: 5).utf8), "a text about logs")
    try requireRefusal(Data([0xFF, 0xD8, 0xFF, 0xE0]) + noise(70_000, seed: 1), "JPEG")
    try requireRefusal(Data("RIFF".utf8) + noise(100, seed: 2), "a short sound")
    try requireRefusal(noise(1_200_000, seed: 3), "noise")
    // A disk's image begins with zeros.
    try requireRefusal(Data(count: 32_768) + noise(500_000, seed: 4), "an image of a disk")
    try requireRefusal(Data(count: 2 << 20), "zeros longer than a log's first tables")
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `another program's database stays as it is, damaged too`(seed: UInt64) throws {
    let other = folder.path("other.sqlite")
    let queue = try DatabaseQueue(path: other)
    try queue.write { db in
      try db.execute(
        sql:
          "CREATE TABLE event (id INTEGER PRIMARY KEY, text TEXT); CREATE TABLE analysis (a TEXT)")
      for _ in 0..<900 {
        try db.execute(sql: "INSERT INTO event (text) VALUES (hex(randomblob(90)))")
      }
    }
    try queue.close()
    var bytes = try Data(contentsOf: URL(filePath: other))
    try FileManager.default.removeItem(atPath: other)
    var random = SplitMix64(seed: seed)
    // Its first page stays readable only where it tells whose it is.
    let page = Int.random(in: 0..<bytes.count / 4096, using: &random)
    let start = page == 0 ? 100 : page * 4096
    bytes.replaceSubrange(
      start..<(page + 1) * 4096, with: noise((page + 1) * 4096 - start, seed: 9))
    if seed % 2 == 0 { bytes.removeLast(bytes.count / 3) }
    if seed == 5 { bytes.replaceSubrange(0..<4096, with: Data(count: 4096)) }
    try requireRefusal(bytes, "seed \(seed)")
  }
}

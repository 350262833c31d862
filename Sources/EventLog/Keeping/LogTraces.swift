import Foundation

/// What tells, of a file that SQLite cannot read, whether it was an event log.
///
/// Somebody may have named the wrong file: a picture, a text, another program's database. Those are not
/// to be touched, however unreadable they are as a log.
enum LogTraces {
  /// Something in the file, or beside it, is a log's.
  case found
  /// The head is lost, and with it what would tell: it was a log if any of its rows can be read.
  case lost
  /// Nothing speaks for a log.
  case none

  private static let pageSize = 4096
  /// A new log describes its tables on its first dozen pages, and packing it anew leaves them in front.
  private static let searched = 1 << 20

  /// What stands on the pages on which tables are described, and hardly in another program's database.
  private static let descriptions = [
    "CREATE UNIQUE INDEX taxon_by_name", "CREATE UNIQUE INDEX analysis_done",
    "CREATE UNIQUE INDEX file_shown", "CREATE UNIQUE INDEX gap_of_recording",
    "CREATE UNIQUE INDEX anchor_of_recording", "CREATE UNIQUE INDEX event_by_decision",
    "CREATE TABLE daily_count (", "CREATE INDEX daily_count_by_class",
    "CREATE TRIGGER decision_becomes_current", "CREATE TRIGGER decision_becomes_past",
    "CREATE TRIGGER event_is_moved", "CREATE INDEX candidate_by_class",
  ].map { Data($0.utf8) }

  init(of path: String) {
    if Self.hasWrites(beside: path) {
      self = .found
      return
    }
    let head = Self.head(of: path)
    let isSQLite = head.starts(with: Data("SQLite format 3\0".utf8).prefix(head.count))
    if isSQLite, head.count < 72 || head[68..<72] == Data("EARS".utf8) {
      // So little of a head is of no use to anybody.
      self = .found
    } else if head.allSatisfy({ $0 == 0 }) && LogFiles.size(path) <= Int64(Self.searched) {
      // What a power cut leaves of a file whose length was written and its content not.
      self = .found
    } else if Self.describesTables(head) {
      self = .found
    } else {
      self = !isSQLite && head.prefix(Self.pageSize).allSatisfy { $0 == 0 } ? .lost : .none
    }
  }

  private static func head(of path: String) -> Data {
    guard let file = try? FileHandle(forReadingFrom: URL(filePath: EventLog.file(path))) else {
      return Data()
    }
    defer { try? file.close() }
    return (try? file.read(upToCount: searched)) ?? Data()
  }

  /// Whether SQLite was writing to the file when it was left.
  ///
  /// Source: https://www.sqlite.org/fileformat2.html#walformat
  private static func hasWrites(beside path: String) -> Bool {
    let head = Self.head(of: path + "-wal").prefix(12)
    return head.count == 12 && head.starts(with: [0x37, 0x7F, 0x06])
      && [0x82, 0x83].contains(head[3])
      && Array(head[8..<12]) == [0, 0, 0x10, 0]
  }

  /// Whether one of the leaves of a table, which begin with 13, describes a table of a log. A text that
  /// quotes such a description lies on no leaf.
  private static func describesTables(_ head: Data) -> Bool {
    stride(from: 0, to: head.count, by: pageSize).contains { start in
      let page = head[start..<min(start + pageSize, head.count)]
      let type = start == 0 ? 100 : start
      guard type < page.endIndex, page[type] == 13 else { return false }
      return descriptions.contains { page.range(of: $0) != nil }
    }
  }
}

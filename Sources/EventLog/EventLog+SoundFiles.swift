import Foundation
import GRDB

extension EventLog {
  /// Where the sound lies that the log tells of: each recording at the path at which it was seen last, and
  /// every clip that is kept; by path. Whether anything is there still is not asked.
  public func soundFiles() throws(EventLogError) -> [String] {
    let recordings = try read { db in
      try String.fetchAll(
        db, sql: "SELECT path FROM file WHERE current = 1 AND recording IS NOT NULL")
    }
    let clips = try keptClips().map(\.path)
    return Set(recordings).union(clips).sorted()
  }

  /// Whether a file begins as a SQLite file does: what it holds is known once it is opened.
  public static func isDatabase(_ path: String) -> Bool {
    guard let file = try? FileHandle(forReadingFrom: URL(filePath: Self.file(path))) else {
      return false
    }
    defer { try? file.close() }
    return (try? file.read(upToCount: 16)) == Data("SQLite format 3\0".utf8)
  }
}

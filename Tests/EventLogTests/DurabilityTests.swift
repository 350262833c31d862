import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventLog

@Suite struct DurabilityTests {
  @Test func `a commit has reached the disk when it returns`() throws {
    let folder = try TemporaryFolder()
    let log = try EventLog(
      path: folder.url.appending(path: "log.sqlite").path, access: .creating)
    let synchronous = try log.database.writeWithoutTransaction { db in
      try Int.fetchOne(db, sql: "PRAGMA synchronous")
    }
    #expect(synchronous == 2)  // FULL
  }
}

import Foundation
import GRDB

/// An error in reading the log that is merged, not in writing the one that grows.
struct SourceFailure: Error {
  let error: any Error
}

/// A merge while it goes on: which row of the one log is which of the other.
struct LogMerging {
  let source: Database
  let sourceFolder: ClipFolder
  let target: EventLog
  let targetFolder: ClipFolder
  var report = LogMerge()

  /// From rows of the source to rows of the target.
  var taxa: [Int64: Int64] = [:]
  var bundles: [Int64: Int64] = [:]
  var classes: [Int64: Int64] = [:]
  var settings: [Int64: Int64] = [:]
  var deployments: [Int64: Int64] = [:]
  var decisions: [Int64: Int64] = [:]
  var streams: [Int64: Int64] = [:]
  private var workingSince = ContinuousClock.now

  init(
    from source: Database, at sourceFolder: ClipFolder, to target: EventLog,
    at targetFolder: ClipFolder
  ) {
    self.source = source
    self.sourceFolder = sourceFolder
    self.target = target
    self.targetFolder = targetFolder
  }

  mutating func mergeAll() throws {
    try mergeVocabulary()
    try mergeRecordings()
    try mergeFailedFiles()
    try supersedeShorterCopies()
    try mergeStreams()
    try mergeGapsOfInputs()
    try mergeIncidents()
    try mergeReviews()
    try mergeClips()
  }

  // MARK: - Transactions

  /// How long a transaction goes on, and how long others then have the log for themselves: whoever waits for
  /// a lock of SQLite's looks for it every tenth of a second at least.
  private static let transaction = 0.4
  private static let pause = 0.11

  /// Does one thing after the other in transactions of bearable length.
  mutating func inTransactions<Items: Sequence>(
    _ items: Items, _ body: (inout LogMerging, Items.Element, Database) throws -> Void
  ) throws {
    var items = items.makeIterator()
    var next = items.next()
    while next != nil {
      if ContinuousClock.now - workingSince > .seconds(Self.transaction) {
        Thread.sleep(forTimeInterval: Self.pause)
        workingSince = .now
      }
      try target.database.write { db in
        let deadline = ContinuousClock.now + .seconds(Self.transaction)
        while let item = next {
          try body(&self, item, db)
          next = items.next()
          guard ContinuousClock.now < deadline else { break }
        }
      }
    }
  }

  // MARK: - Reading the source

  func forEachRow(
    _ sql: String, _ arguments: StatementArguments = [], _ body: (Row) throws -> Void
  ) throws {
    let rows = try reading {
      try Row.fetchCursor(source.cachedStatement(sql: sql), arguments: arguments)
    }
    while let row = try reading({ try rows.next() }) { try body(row) }
  }

  func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
    try reading { try Row.fetchAll(source.cachedStatement(sql: sql), arguments: arguments) }
  }

  func value<Value: DatabaseValueConvertible>(
    _ sql: String, _ arguments: StatementArguments = []
  ) throws -> Value? {
    try reading { try Value.fetchOne(source.cachedStatement(sql: sql), arguments: arguments) }
  }

  func reading<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch { throw SourceFailure(error: error) }
  }

  /// A column that the source has, or NULL where it is of an earlier version.
  func column(_ name: String, of table: String) throws -> String {
    let isThere = try reading { try source.columns(in: table).contains { $0.name == name } }
    return isThere ? name : "NULL AS \(name)"
  }

  /// The row of the target for one of the source.
  func mapped(
    _ row: Int64, _ map: [Int64: Int64], _ what: String
  ) throws -> Int64 {
    guard let found = map[row] else {
      throw SourceFailure(error: DatabaseError.senseless("a row of a \(what) that is not there"))
    }
    return found
  }
}

import EventDetection
import GRDB

/// Copies the rows that can be read from a damaged log into a new one: a damaged page takes its own
/// rows with it, and no others.
///
/// SQLite goes along a table until it meets the damaged page, and gives up. The table is then read from
/// its other end. What lies between, where there is more than one damaged page, is halved, and each half
/// read by itself from both ends, and so on.
struct RowSalvage {
  let source: Database
  let target: Database
  /// Ranges of one table that may fail before the rest of it is given up: a damaged page high up in the
  /// tree hides a hundred thousand rows, and all of them look alike.
  private static let failures = 4_000
  /// The same, where nothing at all has been read.
  private static let fruitlessFailures = 200

  private var failuresLeft = 0
  private var isFruitful = false
  /// Whether a row, or what should have been one, could not be read.
  private var wasStopped = false
  private var report = Salvage.Table(name: "")

  init(from source: Database, to target: Database) {
    self.source = source
    self.target = target
  }

  /// All tables, and the daily counts anew.
  mutating func copyAll() throws -> [Salvage.Table] {
    var reports: [Salvage.Table] = []
    for table in SalvagedTable.all {
      reports.append(try copy(table))
      guard table.name == "decision" else { continue }
      // Made current after their events, so that one statement counts them all.
      try target.execute(
        sql: """
          CREATE TEMP TABLE was_current AS SELECT id FROM decision WHERE current = 1;
          UPDATE decision SET current = 0 WHERE current = 1
          """)
    }
    try target.execute(
      sql: """
        UPDATE decision SET current = 1 WHERE id IN (SELECT id FROM was_current);
        DROP TABLE was_current
        """)
    // Of a mark that no recording has, what was stored up to it is all that can be told.
    try target.execute(
      sql: """
        UPDATE analysis SET done_through_sample =
          (SELECT ifnull(max(end_sample), 0) FROM score
            WHERE analysis = analysis.id AND end_sample < ?1)
        WHERE done_through_sample >= ?1
        """, arguments: [SampleRange.endOfPositions])
    return reports
  }

  private mutating func copy(_ table: SalvagedTable) throws -> Salvage.Table {
    failuresLeft = Self.failures
    isFruitful = false
    report = Salvage.Table(name: table.name)
    wasStopped = false
    let known = Set(try target.columns(in: table.name).map(\.name))
    let columns = ((try? source.columns(in: table.name)) ?? []).map(\.name).filter(known.contains)
    if columns.contains(table.key) {
      let reading =
        "SELECT \(table.key), \(columns.joined(separator: ", ")) FROM \(table.name) WHERE "
      if let owner = table.owner {
        // Positions; windows are further from each other than a thousand samples.
        let end = try Int64.fetchOne(
          target, sql: "SELECT min(max(done_through_sample), ?) + 1 FROM analysis",
          arguments: [SampleRange.endOfPositions - 1])
        for id in try Int64.fetchAll(target, sql: "SELECT id FROM \(owner.table)") {
          try read(
            table, sql: reading + "\(owner.column) = \(id) AND ", columns, keys: 0..<(end ?? 1),
            narrowest: 1000)
        }
      } else {
        // Rows are numbered as they come, and none is smaller than eight bytes.
        let pages = try Int64.fetchOne(source, sql: "PRAGMA page_count") ?? 0
        try read(table, sql: reading, columns, keys: 0..<(pages + 1) * 512, narrowest: 1)
      }
    }
    let isThere = columns.contains(table.key)
    if !isThere || wasStopped {
      report.reading = report.saved + report.refused > 0 ? .inPart : .notAtAll
    }
    if let rebuilding = table.rebuilding { try rebuild(table, by: rebuilding) }
    return report
  }

  private mutating func read(
    _ table: SalvagedTable, sql: String, _ columns: [String], keys: Range<Int64>, narrowest: Int
  ) throws {
    let sql = sql + "\(table.key) >= ? AND \(table.key) < ? ORDER BY \(table.key)"
    var waiting = [keys]
    var next = 0
    // The widest ranges first: whatever is given up in the end is the least.
    while next < waiting.count, failuresLeft > 0 {
      let range = waiting[next]
      next += 1
      guard let start = try readRows(table, sql: sql, columns, range, .up),
        let last = try readRows(
          table, sql: sql + " DESC", columns, start..<range.upperBound, .down)
      else {
        isFruitful = true
        continue
      }
      wasStopped = true
      if start > range.lowerBound || last + 1 < range.upperBound { isFruitful = true }
      failuresLeft -= 1
      if !isFruitful, Self.failures - failuresLeft > Self.fruitlessFailures { return }
      let rest = start..<max(start, last + 1)
      guard rest.count > narrowest else { continue }
      let middle = rest.lowerBound + Int64(rest.count / 2)
      waiting += [rest.lowerBound..<middle, middle..<rest.upperBound]
    }
  }

  private enum Direction { case up, down }

  /// - Returns: The first key on the way that could not be read; `nil` if all were.
  private mutating func readRows(
    _ table: SalvagedTable, sql: String, _ columns: [String], _ range: Range<Int64>,
    _ direction: Direction
  ) throws -> Int64? {
    guard !range.isEmpty else { return nil }
    var unread = range
    func next() -> Int64 { direction == .up ? unread.lowerBound : unread.upperBound - 1 }
    let rows: RowCursor
    do {
      rows = try Row.fetchCursor(
        try source.cachedStatement(sql: sql), arguments: [range.lowerBound, range.upperBound])
    } catch { return next() }
    while true {
      let values: [DatabaseValue]
      do {
        guard let row = try rows.next() else { return nil }
        // A page of another table in the place of this one's gives keys in no order.
        guard let key = Int64.fromDatabaseValue(row[0]), unread.contains(key) else { return next() }
        unread = direction == .up ? key + 1..<range.upperBound : range.lowerBound..<key
        values = Array(row.databaseValues.dropFirst())
      } catch { return next() }
      if isSensible(values, columns, of: table), try insert(values, columns, into: table) {
        report.saved += 1
      } else {
        report.refused += 1
      }
      if unread.isEmpty { return nil }
    }
  }

  /// Whether places are such as a recording has. The mark of an analysis is mended when all is there.
  private func isSensible(
    _ values: [DatabaseValue], _ columns: [String], of table: SalvagedTable
  ) -> Bool {
    SampleRange.stored.allSatisfy { name, column in
      guard name == table.name, name != "analysis", let index = columns.firstIndex(of: column),
        let position = Int64.fromDatabaseValue(values[index])
      else { return true }
      return (0..<SampleRange.endOfPositions).contains(position)
    }
  }

  /// - Returns: Whether the new log has taken the row.
  private func insert(
    _ values: [DatabaseValue], _ columns: [String], into table: SalvagedTable
  ) throws -> Bool {
    let statement = try target.cachedStatement(
      sql: """
        INSERT INTO \(table.name) (\(columns.joined(separator: ", ")))
        VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        """)
    do {
      try statement.execute(arguments: StatementArguments(values))
      return true
    } catch let error as DatabaseError
      where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY
    {
      let places = columns.indices.filter {
        table.mayLose.contains(columns[$0]) && !values[$0].isNull
      }
      guard !places.isEmpty else { return false }
      var values = values
      for place in places { values[place] = .null }
      return try insert(values, columns, into: table)
    } catch let error as DatabaseError
      where [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG].contains(error.resultCode)
    {
      return false
    }
  }

  private mutating func rebuild(_ table: SalvagedTable, by sql: String) throws {
    var lost: [(values: [DatabaseValue], columns: [String])] = []
    do {
      let rows = try Row.fetchCursor(source, sql: sql)
      while let row = try rows.next() {
        let isThere = try Bool.fetchOne(
          target, sql: "SELECT EXISTS (SELECT 1 FROM \(table.name) WHERE id = ?)",
          arguments: [row["id"] as DatabaseValue])
        if isThere != true { lost.append((Array(row.databaseValues), Array(row.columnNames))) }
      }
    } catch {
      // The index is damaged too: what it said until there is all there is.
    }
    for row in lost where try insert(row.values, row.columns, into: table) { report.rebuilt += 1 }
  }
}

import GRDB
import TestSupport
import Testing

@testable import EventLog

/// No usual question walks through all events, whatever the size of the log.
@Suite struct QueryPlanTests {
  let test: TestLog

  init() throws {
    test = try TestLog()
    for number in 0..<20 {
      let events = (0..<10).map { Sample.event(from: Double($0), to: Double($0) + 1) }
      try test.log.commit(test.result(number, paths: ["/s/\(number).wav"], events: events))
    }
  }

  /// The steps that touch the table `event`, or walk through any other than the paths asked for.
  private func steps(_ request: SQLRequest<Row>) throws -> [String] {
    try test.sql { db in
      let statement = try request.makePreparedRequest(db).statement
      let plan = SQLRequest<Row>(
        sql: "EXPLAIN QUERY PLAN " + statement.sql, arguments: statement.arguments)
      return try plan.fetchAll(db).map { $0["detail"] as String }
        .filter { $0.hasPrefix("SCAN") || $0.contains(" event ") }
        .filter { !["SCAN asked", "SCAN place VIRTUAL TABLE INDEX 1:"].contains($0) }
    }
  }

  private static let questions: [(EventFilter, [Int64]?, String)] = [
    (EventFilter(species: ["raven"]), [1], "USING INDEX event_by_class (class=?)"),
    (
      EventFilter(species: ["raven"], from: .utc(1), until: .utc(9)), [1, 3],
      "USING INDEX event_by_class (class=? AND started_at>? AND started_at<?)"
    ),
    (EventFilter(from: .utc(1)), nil, "USING INDEX event_by_time (started_at>?)"),
    (
      EventFilter(from: .local(1), until: .local(9)), nil,
      "USING INDEX event_by_time (started_at>? AND started_at<?)"
    ),
    (
      EventFilter(from: .utc(1), until: .utc(9), minimumScore: 0.5), nil,
      "USING INDEX event_by_time (started_at>? AND started_at<?)"
    ),
    (EventFilter(paths: ["/s/1.wav"]), nil, "USING INDEX event_by_decision (decision=?)"),
    (
      EventFilter(species: ["raven"], from: .utc(1), paths: ["/s"], order: .file), [1],
      "USING INDEX event_by_decision (decision=?)"
    ),
    (
      EventFilter(bundle: BundleID(row: 1)), nil, "USING INDEX event_by_decision (decision=?)"
    ),
    (
      EventFilter(bundle: BundleID(row: 1), order: .file), nil,
      "USING INDEX event_by_decision (decision=?)"
    ),
    (
      EventFilter(species: ["raven"], bundle: BundleID(row: 1)), [1],
      "USING INDEX event_by_class (class=?)"
    ),
    (
      EventFilter(from: .utc(1), until: .utc(9), bundle: BundleID(row: 1)), nil,
      "USING INDEX event_by_time (started_at>? AND started_at<?)"
    ),
    (
      EventFilter(paths: ["/s/1.wav", "/s/2.wav"], bundle: BundleID(row: 1), order: .file), nil,
      "USING INDEX event_by_decision (decision=?)"
    ),
  ]

  @Test(arguments: questions)
  func `events are looked up by path, species, time or model`(
    filter: EventFilter, classes: [Int64]?, index: String
  ) throws {
    let query = EventQuery(filter, classes: classes)
    for request in [query.events, query.counts] {
      let steps = try steps(request)
      #expect(steps.contains { $0.hasSuffix(index) }, "\(steps)")
      #expect(!steps.contains { $0.hasPrefix("SCAN") }, "\(steps)")
    }
  }

  @Test func `all events by time come from the index, without sorting them`() throws {
    let plan = try test.sql { db in
      let statement = try EventQuery(EventFilter(), classes: nil).events
        .makePreparedRequest(db).statement
      return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + statement.sql)
        .map { $0["detail"] as String }
    }
    #expect(plan.contains("SCAN event USING INDEX event_by_time"), "\(plan)")
    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
  }

  @Test func `every foreign key has an index, so that no row is looked for in all others`() throws {
    try test.sql { db in
      let keys = try Row.fetchAll(
        db,
        sql: """
          SELECT m.name AS child, f."from" AS key FROM sqlite_master AS m
          JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'
          """)
      #expect(keys.count > 15)
      for key in keys {
        let (table, column): (String, String) = (key["child"], key["key"])
        let plan = try Row.fetchAll(
          db, sql: "EXPLAIN QUERY PLAN SELECT 1 FROM \(table) WHERE \(column) = 1"
        ).map { $0["detail"] as String }
        #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(table).\(column): \(plan)")
      }
    }
  }
}

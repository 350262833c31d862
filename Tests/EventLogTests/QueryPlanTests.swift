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
      let statement = try EventQuery(EventFilter(), .known, classes: nil).events
        .makePreparedRequest(db).statement
      return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + statement.sql)
        .map { $0["detail"] as String }
    }
    #expect(plan.contains("SEARCH event USING INDEX event_by_time (started_at>?)"), "\(plan)")
    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
  }

  @Test func `events without an instant are found by that`() throws {
    for (filter, classes, index) in [
      (EventFilter(order: .file), nil, "event_by_time (started_at=?)"),
      (
        EventFilter(bundle: BundleID(row: 1), order: .file), nil, "event_by_time (started_at=?)"
      ),
      (
        EventFilter(species: ["raven"], order: .file), [1] as [Int64]?,
        "event_by_class (class=? AND started_at=?)"
      ),
      (EventFilter(paths: ["/s"], order: .file), nil, "event_by_decision (decision=?)"),
    ] {
      let plan = try plan(EventQuery(filter, .unknown, classes: classes).events)
      #expect(plan.contains { $0.hasSuffix("event USING INDEX \(index)") }, "\(plan)")
    }
  }

  @Test func `events of an input are found by its decisions, and at a time by the time`() throws {
    let all = try plan(
      EventQuery(EventFilter(inputs: ["x"]), .known, classes: nil, inputs: ["x"]).events)
    #expect(
      all.contains { $0.hasSuffix("event USING INDEX event_by_decision (decision=?)") }, "\(all)")
    let day = try plan(
      EventQuery(
        EventFilter(from: .utc(1), until: .utc(2), inputs: ["x"]), classes: nil, inputs: ["x"]
      ).events)
    #expect(
      day.contains("SEARCH event USING INDEX event_by_time (started_at>? AND started_at<?)"),
      "\(day)")
    #expect(!(all + day).contains { $0.hasPrefix("SCAN event") }, "\(all) \(day)")
  }

  private func plan(_ request: SQLRequest<Row>) throws -> [String] {
    try test.sql { db in
      let statement = try request.makePreparedRequest(db).statement
      return try SQLRequest<Row>(
        sql: "EXPLAIN QUERY PLAN " + statement.sql, arguments: statement.arguments
      ).fetchAll(db).map { $0["detail"] as String }
    }
  }

  @Test func `the latest are found from the end of an index, without sorting all`() throws {
    for (filter, classes, index) in [
      (EventFilter(latest: 5), nil, "SCAN event USING INDEX event_by_time"),
      (
        EventFilter(species: ["raven"], latest: 5), [1] as [Int64]?,
        "SEARCH event USING INDEX event_by_class (class=?)"
      ),
      (
        EventFilter(from: .utc(1), latest: 5), nil,
        "SEARCH event USING INDEX event_by_time (started_at>?)"
      ),
    ] {
      let plan = try plan(EventQuery(filter, classes: classes).events)
      #expect(plan.contains(index), "\(plan)")
      // The few that are found are brought into their order.
      #expect(plan.count { $0.contains("TEMP B-TREE") } <= 1, "\(plan)")
      let found = try #require(plan.firstIndex(of: index))
      let sorted = plan.firstIndex { $0.contains("TEMP B-TREE") } ?? plan.endIndex
      #expect(found < sorted, "\(plan)")
    }
  }

  @Test func `events of a place are found by its decisions, and at a time by the time`() throws {
    let all = try plan(EventQuery(EventFilter(sites: ["x"]), classes: nil, deployments: [1]).events)
    #expect(
      all.contains { $0.hasSuffix("event USING INDEX event_by_decision (decision=?)") }, "\(all)")
    let day = try plan(
      EventQuery(
        EventFilter(from: .utc(1), until: .utc(2), sites: ["x"]), classes: nil, deployments: [1]
      ).events)
    #expect(
      day.contains("SEARCH event USING INDEX event_by_time (started_at>? AND started_at<?)"),
      "\(day)")
    #expect(!(all + day).contains { $0.hasPrefix("SCAN event") }, "\(all) \(day)")
  }

  /// What a station and its status ask, each with a step that must be in its plan.
  private static let station: [(String, StatementArguments, String)] = [
    (
      EventLog.inputGaps, ["from": 1, "until": 2],
      "SEARCH gap USING INDEX gap_of_input (ended_at>?)"
    ),
    (
      EventLog.streamsHeard, ["from": 1, "until": 2],
      "SEARCH stream USING INDEX stream_by_end (ended_at>?)"
    ),
    (EventLog.keptClips(""), [], "SCAN kept USING COVERING INDEX clip_kept"),
    (
      EventLog.clip(where: "path"), ["x"], "SEARCH clip USING INDEX clip_by_path (path=?)"
    ),
    (EventLog.clip(where: "event"), [1], "SEARCH clip USING INDEX clip_kept (event=?"),
    (EventLog.endOpenGaps, [1, "x"], "SEARCH gap USING INDEX gap_open (input=?)"),
    (EventLog.runningAnalyses, ["x"], "SCAN analysis USING INDEX analysis_running"),
    (
      LogMerging.gapsOfRecording, [1, nil], "SEARCH gap USING INDEX gap_of_recording (recording=?)"
    ),
  ]

  @Test(arguments: station)
  func `what a station asks is found by an index`(
    sql: String, arguments: StatementArguments, step: String
  ) throws {
    let plan = try plan(SQLRequest(sql: sql, arguments: arguments))
    #expect(plan.contains { $0.hasPrefix(step) }, "\(plan)")
    for table in ["event", "candidate", "score", "gap", "stream", "anchor", "decision"] {
      #expect(!plan.contains { $0.hasPrefix("SCAN \(table)") }, "\(plan)")
    }
  }

  @Test func `counts of all years read the daily counts and two events of each class`() throws {
    for filter in [
      EventFilter(), EventFilter(from: .local(0), until: .local(86_400_000_000)),
      EventFilter(bundle: BundleID(row: 1)),
    ] {
      let query = try #require(DailyCountQuery(filter, classes: [1, 2]))
      let plan = try plan(SQLRequest(sql: query.sql, arguments: query.arguments))
      #expect(
        plan.count {
          $0.hasPrefix("SEARCH event USING INDEX event_by_class (class=? AND started_at")
        }
          == 2, "\(plan)")
      #expect(!plan.contains { $0.hasPrefix("SCAN event") }, "\(plan)")
    }
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

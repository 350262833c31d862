import EventDetection
import Foundation
import GRDB
import TestSupport

@testable import EventLog

/// Makes the log of a station with two microphones that has run for years, fast: rows are put in without
/// indexes and triggers, which come back at the end, as the log's own tables say them.
///
/// A stream a day and microphone; species by their frequency, in bouts, at dawn more than at noon, in spring
/// more than in winter; a candidate and a stored window for every other event; gaps, incidents, and clips of
/// which the last ones are kept.
struct StationYears {
  var firstDay: Int64 = 1_577_836_800  // 2020-01-01T00:00:00Z
  var days = 1826
  var events = 10_000_000
  var species = 36
  var clips = 1_000_000
  var keptClips = 20_000
  var seed: UInt64 = 1

  static let inputs = ["garden", "pond"]
  static let rate: Int64 = 48_000
  /// The instant behind the last day, microseconds since 1970 UTC.
  var end: Int64 { (firstDay + Int64(days) * 86_400) * 1_000_000 }

  var taxa: [Taxon] {
    (0..<species).map { Taxon(commonName: "Bird \($0)", scientificName: "Avis \($0)") }
      + [
        Taxon(commonName: "Rain", kind: .background), Taxon(commonName: "Wind", kind: .background),
        Taxon(commonName: "Traffic", kind: .background),
        Taxon(commonName: "Human voice", kind: .human),
      ]
  }

  /// - Returns: The number of events.
  @discardableResult
  func make(at path: String) throws -> Int {
    let log = try EventLog(path: path, access: .creating)
    var description = Sample.bundle
    description.classes = taxa
    let bundle = try log.register(description)
    let settings = try log.register(settings: #"{"threshold":0.5}"#, digest: Sample.sha256(1))
    let sites = try Self.inputs.map { input in
      try log.write { db in
        try EventLog.deploymentRow(
          Deployment(site: "Old \(input)", latitude: 47, longitude: 8), in: db)
      }
    }
    try (log.database as? DatabasePool)?.close()

    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    return try queue.inDatabase { db in
      try db.execute(
        sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000")
      let dropped = try Row.fetchAll(
        db,
        sql: """
          SELECT type, name, sql FROM sqlite_master
          WHERE sql IS NOT NULL AND (type = 'trigger'
            OR type = 'index' AND tbl_name IN ('event', 'candidate', 'clip'))
          """)
      for row in dropped {
        try db.execute(sql: "DROP \(row["type"] as String) \(row["name"] as String)")
      }
      var rows = try YearRows(
        db, years: self, sites: sites, bundle: bundle.row, settings: settings.row)
      for day in 0..<days {
        try db.execute(sql: "BEGIN")
        try rows.add(day: day)
        try db.execute(sql: "COMMIT")
      }
      for row in dropped where row["type"] as String == "index" { try db.execute(sql: row["sql"]) }
      try db.execute(
        sql: "INSERT INTO daily_count (day, class, events, peak) \(Schema3.dailyCountsAnew)")
      for row in dropped where row["type"] as String == "trigger" {
        try db.execute(sql: row["sql"])
      }
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      return rows.events
    }
  }
}

/// The rows of one day after the other.
private struct YearRows {
  let years: StationYears
  let sites: [Int64]
  let bundle: Int64
  let settings: Int64
  private let stream, anchor, analysis, decision, event, candidate, score, gap, incident,
    clip: Statement
  private var random: SplitMix64
  private(set) var events = 0
  private var clips = 0

  init(
    _ db: Database, years: StationYears, sites: [Int64], bundle: Int64, settings: Int64
  ) throws {
    func insert(_ table: String, _ columns: String) throws -> Statement {
      let marks = columns.split(separator: ",").map { _ in "?" }.joined(separator: ", ")
      return try db.makeStatement(sql: "INSERT INTO \(table) (\(columns)) VALUES (\(marks))")
    }
    stream = try insert("stream", "id, input, device, sample_rate, deployment, ended_at")
    anchor = try insert("anchor", "stream, sample, utc_at, utc_offset_minutes, source")
    analysis = try insert(
      "analysis", "id, stream, channel, bundle, step, score_floor, done_through_sample, state")
    decision = try insert("decision", "id, analysis, settings, current")
    event = try insert(
      "event",
      "id, decision, class, start_sample, end_sample, started_at, ended_at, utc_offset_minutes, peak, mean, windows, state"
    )
    candidate = try insert(
      "candidate", "decision, class, start_sample, end_sample, peak, mean, windows, cause")
    score = try insert("score", "analysis, start_sample, end_sample, outputs")
    gap = try insert("gap", "input, stream, started_at, ended_at, cause")
    incident = try insert("incident", "happened_at, kind, text")
    clip = try insert("clip", "event, path, bytes, locked, deleted_at, cause")
    self.years = years
    self.sites = sites
    self.bundle = bundle
    self.settings = settings
    random = SplitMix64(seed: years.seed)
  }

  mutating func add(day: Int) throws {
    let start = (years.firstDay + Int64(day) * 86_400) * 1_000_000
    // The year's round, between a third and five thirds of the mean.
    let season = 1 - 2.0 / 3 * cos(Double(day % 365) / 365 * 2 * .pi)
    let mean = Double(years.events) / Double(years.days * StationYears.inputs.count)
    for (number, input) in StationYears.inputs.enumerated() {
      let id = Int64(day * StationYears.inputs.count + number + 1)
      let isLast = day == years.days - 1
      let samples = 86_340 * StationYears.rate
      try stream.execute(arguments: [
        id, input, "usb:\(number)", StationYears.rate, sites[number],
        isLast ? nil : start + 86_340_000_000,
      ])
      for hour in 0..<24 {
        try anchor.execute(arguments: [
          id, Int64(hour) * 3600 * StationYears.rate, start + Int64(hour) * 3_600_000_000,
          60, "synchronised_clock",
        ])
      }
      try analysis.execute(arguments: [
        id, id, 1, bundle, 16_000, 0.05, samples, isLast ? "running" : "done",
      ])
      try decision.execute(arguments: [id, id, settings, 1])
      try gap.execute(arguments: [
        input, id, start + 86_340_000_000, isLast ? nil : start + 86_400_000_000, "stopped",
      ])
      for _ in 0..<5 {
        let at = start + Int64.random(in: 0..<86_000_000_000, using: &random)
        try gap.execute(arguments: [input, id, at, at + 100_000, "overrun"])
        try incident.execute(arguments: [at, "overrun", "\(input): something happened"])
      }
      try addEvents(Int(mean * season), decision: id, from: start)
    }
  }

  private mutating func addEvents(
    _ count: Int, decision: Int64, from start: Int64
  ) throws {
    let classes = years.species + 4
    // Bouts of one species, by start; then each bout's calls.
    var calls: [(second: Double, class: Int)] = []
    calls.reserveCapacity(count + 40)
    while calls.count < count {
      // The commonest species are heard a hundred times as often as the rarest.
      let share = Double.random(in: 0..<1, using: &random)
      let row = min(Int(pow(share, 2.2) * Double(classes)), classes - 1)
      let isDawn = Double.random(in: 0..<1, using: &random) < 0.5
      var second = Double.random(in: isDawn ? 14_000..<25_000 : 0..<86_000, using: &random)
      for _ in 0..<Int.random(in: 1...12, using: &random) where second < 86_300 {
        calls.append((second, row + 1))
        second += Double.random(in: 4..<20, using: &random)
      }
    }
    calls.sort { ($0.second, $0.class) < ($1.second, $1.class) }
    var last: Int64 = -1
    for call in calls.prefix(count) {
      let sample = max(Int64(call.second * 3) * StationYears.rate / 3, last + 1)
      last = sample
      events += 1
      let end = sample + 3 * StationYears.rate
      let at = start + sample * 1_000_000 / StationYears.rate
      let peak = Double(Float.random(in: 0.5...1, using: &random))
      try event.execute(arguments: [
        events, decision, call.class, sample, end, at, at + 3_000_000, 60, peak, peak * 0.9, 3,
        "closed",
      ])
      if events % 2 == 0 {
        try candidate.execute(arguments: [
          decision, call.class, sample, end, 0.3, 0.2, 1,
          events % 6 == 0 ? "too_few_confirmations" : "below_threshold",
        ])
        try score.execute(arguments: [
          decision, sample, end, Data(repeating: UInt8(events % 256), count: classes),
        ])
      }
      try addClip()
    }
  }

  /// Of as many events as there are clips, spread evenly; those of the last ones are kept.
  private mutating func addClip() throws {
    guard years.clips > 0, events % max(years.events / years.clips, 1) == 0 else { return }
    clips += 1
    let isKept = years.clips - clips < years.keptClips
    try clip.execute(arguments: [
      events, "clips/\(events / 10_000)/\(events).flac", 300_000, 0,
      isKept ? nil : 1_700_000_000_000_000, isKept ? nil : "budget",
    ])
  }
}

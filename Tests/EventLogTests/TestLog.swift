import EventDetection
import EventLog
import GRDB
import TestSupport

/// A log in a folder of its own that knows the samples' bundle and settings.
struct TestLog {
  let folder: TemporaryFolder
  let log: EventLog
  let bundle: BundleID
  let settings: SettingsID

  init() throws {
    folder = try TemporaryFolder()
    log = try EventLog(path: folder.path("log.sqlite"), access: .creating)
    (bundle, settings) = try log.registerSamples()
  }

  /// Other settings than ``settings``, one for each number.
  func settings(_ number: Int) throws -> SettingsID {
    try log.register(settings: #"{"number":\#(number)}"#, digest: Sample.sha256(500 + number))
  }

  /// A result with one analysis, whose scores follow from `number` alone.
  func result(
    _ number: Int = 0, paths: [String] = ["/a/1.wav"], channel: AnalysedChannel = .index(0),
    settings: SettingsID? = nil, events: [Event] = [], candidates: [Candidate] = [],
    gaps: [Gap] = []
  ) -> RecordingResult {
    RecordingResult(
      recording: Sample.recording(number), files: paths.map { Sample.file($0) },
      analyses: [
        AnalysisResult(
          bundle: bundle, channel: channel, step: 16_000, scoreFloor: 0.05, doneThrough: 2_880_000,
          scores: StoredWindows([
            (0..<144_000, [Int8(truncatingIfNeeded: number), -128, 0])
          ]),
          gaps: gaps,
          decision: DecisionResult(
            settings: settings ?? self.settings,
            detections: Detections(
              events.map(Finding.event) + candidates.map(Finding.candidate))))
      ])
  }

  func events(_ filter: EventFilter = EventFilter()) throws -> [LoggedEvent] {
    var events: [LoggedEvent] = []
    try log.forEachEvent(filter) { events.append($0) }
    return events
  }

  /// Runs `body` on a connection of its own, for what the log's interface does not show.
  @discardableResult
  func sql<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try DatabaseQueue(path: log.path).write(body)
  }

  /// Every row of every table.
  func contents() throws -> [String: [Row]] {
    try sql { db in
      let tables = try String.fetchAll(
        db,
        sql: """
          SELECT name FROM sqlite_master
          WHERE type = 'table' AND name <> 'grdb_migrations' ORDER BY name
          """)
      return Dictionary(
        uniqueKeysWithValues: try tables.map { table in
          (table, try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY 1, 2"))
        })
    }
  }
}

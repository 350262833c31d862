import EventDetection
import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct DamagedLogTests {
  /// A closed log that has something in each table.
  private static let sound = Result { try makeSound() }

  private static func makeSound() throws -> [UInt8] {
    let test = try TestLog()
    for number in 0..<6 {
      let events = (0..<12).map { Sample.event($0 % 3, from: Double($0), to: Double($0) + 1) }
      try test.log.commit(
        test.result(
          number, paths: ["/a/\(number).wav"], events: events,
          candidates: [Sample.candidate(from: 30, to: 31)],
          gaps: [Gap(range: SampleRange(start: 2_800_000, end: 2_880_000), cause: .tail)]))
    }
    try test.log.note(Sample.file("/a/broken.wav"), error: "cut off")
    try test.log.note(Incident(happenedAt: 1, kind: "test", text: "something"))
    let copy = test.folder.path("copy.sqlite")
    try DatabaseQueue(path: test.log.path).inDatabase {
      try $0.execute(sql: "VACUUM INTO '\(copy)'")
    }
    return [UInt8](try Data(contentsOf: URL(filePath: copy)))
  }

  /// Reads all there is to read.
  private static func readAll(_ log: EventLog) throws {
    var analyses: [AnalysisID] = []
    var problems: [EventLogError] = []
    func attempt(_ body: () throws -> Void) throws {
      do { try body() } catch let error as EventLogError { problems.append(error) }
    }
    try attempt { try log.forEachEvent { _ in } }
    try attempt { try log.forEachEvent(EventFilter(paths: ["/a"], order: .file)) { _ in } }
    try attempt {
      try log.forEachEvent(EventFilter(species: ["Common raven"], from: .local(0))) { _ in }
    }
    try attempt { _ = try log.speciesCounts() }
    try attempt { _ = try log.dailyCounts() }
    try attempt { try log.forEachFailedFile { _ in } }
    try attempt { try log.forEachIncident { _ in } }
    try attempt { _ = try log.file(at: "/a/1.wav") }
    try attempt { _ = try log.gaps(ofRecording: Sample.sha256(1)) }
    try attempt { analyses = try log.analyses() }
    for id in analyses {
      try attempt { _ = try log.analysis(id) }
      try attempt { _ = try log.detections(of: id) }
      try attempt { _ = try log.windows(of: id) }
    }
    if let first = problems.first { throw first }
  }

  @Test func `a damaged log is read or refused with an error, never a crash, and never changed`()
    throws
  {
    let sound = try Self.sound.get()
    let folder = try TemporaryFolder()
    var refused = 0
    for seed in 1...400 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let damaged = random.damaged(sound, splicing: sound)
      let path = folder.path("\(seed).sqlite")
      try Data(damaged).write(to: URL(filePath: path))
      do {
        try Self.readAll(try EventLog(path: path, access: .reading, patience: 0))
      } catch is EventLogError {
        refused += 1
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
      #expect(try Data(contentsOf: URL(filePath: path)) == Data(damaged), "seed \(seed)")
    }
    #expect(refused > 100)
  }

  /// Values that only a damaged page, or another program, can have put where they are.
  @Test(arguments: [
    ("event", "end_sample = start_sample - 5"), ("event", "windows = 'many'"),
    ("event", "peak = NULL"), ("event", "start_sample = NULL"), ("event", "peak = 'high'"),
    ("recording", "sample_rate = 0"), ("recording", "sample_rate = NULL"),
    ("recording", "frames = 1e300"), ("taxon", "kind = 'spirit'"), ("taxon", "common_name = NULL"),
    ("bundle", "lowest_hz = NULL"), ("bundle", "name = NULL"), ("analysis", "channel = NULL"),
    ("analysis", "channel = -3"), ("analysis", "step = 'wide'"), ("anchor", "source = 'sun'"),
    ("anchor", "utc_at = NULL"), ("candidate", "cause = 'mood'"), ("candidate", "peak = NULL"),
    ("candidate", "end_sample = 1"), ("score", "outputs = NULL"), ("score", "end_sample = 0"),
    ("score", "outputs = x'00'"), ("score", "outputs = zeroblob(5000)"),
    ("anchor", "utc_at = 9223372036854775807"), ("anchor", "utc_at = -9223372036854775807"),
    ("anchor", "sample = 9223372036854775807"), ("anchor", "measured_rate = 1e-300"),
    ("anchor", "utc_offset_minutes = 9223372036854775807"), ("recording", "sample_rate = 1"),
    ("analysis", "step = 9223372036854775807"), ("gap", "end_sample = 9223372036854775807"),
    ("gap", "end_sample = 0"), ("gap", "cause = 'theft'"), ("file", "modified = NULL"),
    ("incident", "text = NULL"), ("daily_count", "events = NULL"),
    ("class", "output = output + 700"),
    ("class", "output = NULL"), ("recording", "sha256 = NULL"),
  ])
  func `values that make no sense are an error, never a crash`(table: String, value: String) throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path("log.sqlite")
    try Data(Self.sound.get()).write(to: URL(filePath: path))
    try damageLog(URL(filePath: path), table: table, value)
    let log = try EventLog(path: path, access: .reading, patience: 0)
    do {
      try Self.readAll(log)
    } catch EventLogError.corrupt(path, _) {
      // What cannot be told is an error; a cause that is not known, say, is only left out.
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func `writing to a damaged log is done or refused, never a crash`() throws {
    let sound = try Self.sound.get()
    let folder = try TemporaryFolder()
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let damaged = random.damaged(sound, splicing: sound)
      let path = folder.path("\(seed).sqlite")
      try Data(damaged).write(to: URL(filePath: path))
      let log: EventLog
      do throws(EventLogError) {
        log = try EventLog(path: path, access: .writing, patience: 0)
      } catch {
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(damaged), "seed \(seed)")
        continue
      }
      do {
        let (bundle, settings) = try log.registerSamples()
        try log.add(
          50, paths: ["/new.wav"], bundle: bundle, settings: settings,
          events: [Sample.event(from: 1, to: 2)])
        try log.add(
          2, paths: ["/a/2.wav"], bundle: bundle, settings: settings,
          events: [Sample.event(from: 1, to: 2)], again: .supersede)
      } catch is EventLogError {
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
  }
}

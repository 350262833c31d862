import EventDetection
import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import EventLog

/// A log is kept while a station goes on writing to it.
@Suite struct ConcurrencyTests {
  let station: LiveLog

  init() throws { station = try LiveLog() }

  /// Writes as a station does, until it is told to stop.
  /// - Returns: The number of events.
  private func write(while isWanted: @Sendable () -> Bool) throws -> Int {
    // Patience as `earshot listen` has it.
    let log = try EventLog(path: station.log.path, access: .writing, patience: 1)
    var number = 0
    while isWanted() || number < 50 {
      let at = Double(number * 10)
      try log.commit(
        LiveLog.progress(
          through: at + 10, events: [Sample.event(number % 3, from: at + 1, to: at + 4)],
          candidates: [Sample.candidate(from: at + 5, to: at + 8)],
          gaps: number % 7 == 0
            ? [
              Gap(
                range: SampleRange(start: Int64(at) * 48_000, end: Int64(at + 1) * 48_000),
                cause: .overrun)
            ] : []), of: station.live)
      number += 1
    }
    return number
  }

  /// Does something while a station writes.
  private func whileWriting(_ body: () throws -> Void) async throws {
    let flag = Flag()
    let writing = Task.detached { [self] in try write { !flag.isSet } }
    do { try body() } catch {
      flag.set()
      _ = try await writing.value
      throw error
    }
    flag.set()
    let events = try await writing.value
    let (live, path) = (station.live.decision, station.log.path)
    #expect(
      try station.test.sql {
        try Int.fetchOne(
          $0, sql: "SELECT count(*) FROM event WHERE decision = ?", arguments: [live])
      } == events, "nothing that a station committed is lost")
    #expect(try EventLog.check(path: path, .thorough).problems == [])
  }

  @Test func `a log is checked and backed up while a station writes`() async throws {
    try await whileWriting {
      for number in 0..<5 {
        #expect(try EventLog.check(path: station.log.path, .thorough).problems == [])
        let copy = station.test.folder.path("\(number).sqlite")
        _ = try station.log.backUp(to: copy)
        #expect(try EventLog.check(path: copy, .thorough).problems == [])
      }
    }
  }

  @Test func `another log is merged into one to which a station writes`() async throws {
    let other = try TestLog()
    for number in 0..<40 {
      try other.log.commit(
        other.result(
          number, paths: ["/\(number).wav"],
          events: (0..<40).map { Sample.event($0 % 3, from: Double($0), to: Double($0) + 1) }))
    }
    try await whileWriting {
      let merge = try station.log.merge(other.log.path)
      #expect(merge["recording"].added == 40 && merge["event"].added == 1600)
      #expect(try station.log.merge(other.log.path).isEmpty)
    }
  }

  @Test func `a log to which a station writes is merged as it was at one instant`() async throws {
    let all = station.test.folder.path("all.sqlite")
    let log = try EventLog(path: all, access: .creating)
    try await whileWriting {
      for _ in 0..<5 {
        _ = try log.merge(station.log.path)
        #expect(try EventLog.check(path: all, .thorough).problems == [])
        let counts = try DatabaseQueue(path: all).read { db in
          try ["event", "candidate"].map {
            try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? -1
          } + [
            try Int.fetchOne(db, sql: "SELECT max(done_through_sample) / 480000 FROM analysis")
              ?? -1
          ]
        }
        #expect(Set(counts).count == 1, "as many events as candidates, up to the mark: \(counts)")
      }
    }
    _ = try log.merge(station.log.path)
    #expect(
      try LogMeaning(of: URL(filePath: all)).rows["event"]
        == LogMeaning(of: URL(filePath: station.log.path)).rows["event"])
  }
}

/// Told by one thread, asked by another.
private final class Flag: Sendable {
  private let value = Mutex(false)
  var isSet: Bool { value.withLock { $0 } }
  func set() { value.withLock { $0 = true } }
}

import EventDetection
import EventLog
import GRDB
import TestSupport
import Testing

@Suite struct GapTests {
  let test: TestLog
  let cut = Gap(range: SampleRange(start: 2_000_000, end: 2_880_000), cause: .truncated)
  let tail = Gap(range: SampleRange(start: 1_990_000, end: 2_000_000), cause: .tail)

  init() throws { test = try TestLog() }

  @Test func `gaps of the recording and of its passes are told once, by start`() throws {
    var result = test.result(gaps: [tail])
    result.recording.gaps = [cut]
    result.analyses.append(result.analyses[0])
    result.analyses[1].channel = .index(1)
    try test.log.commit(result)
    #expect(try test.log.gaps(ofRecording: Sample.sha256(0)) == [tail, cut])
    #expect(try test.log.gaps(ofRecording: Sample.sha256(1)).isEmpty)
  }

  @Test func `a gap has its instants where the recording has a time`() throws {
    var result = test.result(gaps: [tail])
    try test.log.commit(result)
    result = test.result(1, paths: ["/b.wav"], gaps: [tail])
    result.recording.anchors = []
    try test.log.commit(result)
    let rows = try #require(try test.contents()["gap"])
    let start: [Int64?] = rows.map { $0["started_at"] }
    #expect(start == [Sample.start + 41_458_333, nil])
    let end: [Int64?] = rows.map { $0["ended_at"] }
    #expect(end == [Sample.start + 41_666_666, nil])
  }

  @Test func `a recording that is analysed again has the gaps it has now`() throws {
    var result = test.result(gaps: [tail])
    result.recording.gaps = [cut]
    try test.log.commit(result)
    result.recording.gaps = []
    try test.log.commit(result, again: .supersede)
    try test.log.commit(result, again: .supersede)
    #expect(try test.log.gaps(ofRecording: Sample.sha256(0)) == [tail])
  }
}

@Suite struct IncidentTests {
  @Test func `incidents are told by time, from the instant that is asked for`() throws {
    let test = try TestLog()
    let incidents = [
      Incident(happenedAt: -5, kind: "clock", text: "before 1970\nin two lines"),
      Incident(happenedAt: 10, kind: "disk", text: "b"),
      Incident(happenedAt: 10, kind: "disk", text: "a"),
      Incident(happenedAt: 20, kind: "disk", text: ""),
    ]
    for index in [3, 1, 2, 0] { try test.log.note(incidents[index]) }
    func told(from: Int64) throws -> [Incident] {
      var told: [Incident] = []
      try test.log.forEachIncident(from: from) { told.append($0) }
      return told
    }
    #expect(try told(from: .min) == incidents)
    #expect(try told(from: 10) == Array(incidents.dropFirst()))
    #expect(try told(from: 21).isEmpty)
  }
}

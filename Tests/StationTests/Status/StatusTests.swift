import Actions
import EventDetection
import Foundation
import TestSupport
import Testing

@testable import Station

/// What a station tells of itself while it runs.
@Suite struct StatusTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var status: StationStatus {
    var input = InputStatus(name: "pond \"north\"")
    input.state = .listening
    input.analysedSeconds = 3600
    input.gapSeconds = ["overrun": 0.5, "absent": 12]
    input.levelDBFS = -42.5
    input.candidates = ["below_threshold": 7]
    input.events = 3
    input.latency = InputStatus.Latency(medianMilliseconds: 40, longestMilliseconds: 90)
    input.realTimeFactor = 200
    return StationStatus(
      writtenAt: Date(timeIntervalSince1970: 1_780_801_260), interval: 5,
      startedAt: Date(timeIntervalSince1970: 1_780_801_200), processID: 1, program: "0.1.0",
      site: "Old pond", model: "animals 1",
      log: StationStatus.LogStatus(path: "log.sqlite", bytes: 4096, freeBytes: 1 << 30),
      memory: ProcessFigures.memory, inputs: [input], events: [], incidents: [])
  }

  @Test func `a status file gives back what was written`() throws {
    let file = StatusFile(path: folder.path("status.json"))
    let status = status
    try file.write(status)
    let read = try file.read()
    #expect(read == status)
    #expect(read.inputs[0].headroom == 1 - 1 / 200.0 && read.uptime == 60)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["status.json"])
  }

  @Test func `a status that was not renewed three times is stale`() {
    let written = status.writtenAt
    #expect(!status.isStale(at: written + 15) && status.isStale(at: written + 17))
  }

  @Test(arguments: [
    ("", "is no status file of a station."), ("{}", "is no status file of a station."),
    ("{\"version\": 2}", "is of version 2, and this earshot reads 1"),
    ("{\"version\": 1}", "is no status file of a station."),
  ])
  func `what is no status is refused with its reason`(text: String, reason: String) throws {
    let path = folder.path("status.json")
    try Data(text.utf8).write(to: URL(filePath: path))
    let error = #expect(throws: StatusError.self) { try StatusFile(path: path).read() }
    #expect(error?.description.contains(reason) == true)
  }

  @Test func `figures for Prometheus have help, type, labels and values`() {
    let lines = PrometheusText(status).description.split(separator: "\n").map(String.init)
    #expect(lines.contains("# TYPE earshot_gap_seconds_total counter"))
    #expect(
      lines.contains(#"earshot_gap_seconds_total{input="pond \"north\"",cause="overrun"} 0.5"#))
    #expect(lines.contains(#"earshot_level_dbfs{input="pond \"north\""} -42.5"#))
    #expect(lines.contains("earshot_up 1.0"))
    for line in lines where !line.hasPrefix("#") {
      #expect(line.wholeMatch(of: /earshot_[a-z_]+(\{.*\})? -?[0-9.e+-]+/) != nil, "\(line)")
    }
  }

  @Test func `the page on what a station tells has every key of the status and every metric`()
    throws
  {
    let page = try String(
      contentsOf: SharedData.repository.appending(path: "Documentation/station.md"), encoding: .utf8
    )
    var status = status
    status.reloadedAt = status.startedAt
    (status.host, status.timeZone, status.log.failure) = ("pi", "UTC", "full")
    var input = status.inputs[0]
    (input.reason, input.source, input.format) = ("x", "x", "x")
    (input.since, input.clockDriftPPM, input.isClockSynchronised) = (status.startedAt, 1, true)
    status.inputs = [input]
    status.events = [
      RecentEvent(
        input: "pond", commonName: "Raven", startedAt: status.startedAt, peak: 1, isOpen: false)
    ]
    status.incidents = [RecentIncident(happenedAt: status.startedAt, kind: "flood", text: "x")]
    var counts = ActionCounts()
    counts.lastError = "x"
    status.actions = [ActionStatus(name: "ring", counts)]
    status.clips = StationStatus.ClipStatus(
      folder: "x", written: 1, writtenBytes: 1, shed: 1, suspended: 1, failed: 1, stopped: 1,
      waitingBytes: 1, trouble: "x", cleaning: "x")
    func missing(_ words: some Sequence<Substring>) -> Set<Substring> {
      Set(words.filter { !page.contains("`\($0)`") && !page.contains("`\($0){") })
    }
    let json = String(decoding: try StatusFile.json(status), as: UTF8.self)
    let keys = json.matches(of: #/"([a-z_]+)" : /#).map(\.1)
    #expect(
      keys.count > 60 && missing(keys).isSubset(of: ["overrun", "absent", "below_threshold"]))
    let metrics = PrometheusText(status).description.matches(of: /# TYPE ([a-z_]+)/).map(\.1)
    #expect(metrics.count > 20 && missing(metrics).isEmpty, "\(missing(metrics))")
  }

  @Test func `the process's own figures are the kernel's`() throws {
    let memory = ProcessFigures.memory
    #expect(memory.residentBytes > 1 << 20 && memory.threads >= 1 && memory.fileDescriptors >= 3)
    #expect(try ClipDisk.freeBytes(at: folder.url.path) > 0)
    #expect(throws: (any Error).self) { try ClipDisk.freeBytes(at: folder.path("nothing")) }
  }
}

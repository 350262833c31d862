import EventDetection
import EventLog
import Foundation
import TestSupport
import Testing

/// `earshot log gaps` and `earshot log incidents`: how long a station listened, and why not.
@Suite struct LogListTests {
  private let folder: TemporaryFolder
  /// 2024-06-01 04:00 UTC.
  private let start: Int64 = 1_717_214_400_000_000

  /// An input that is absent for half an hour, heard for an hour but for a second, and lost since.
  init() throws {
    folder = try TemporaryFolder()
    let log = try EventLog(path: folder.path("log.sqlite"), access: .creating)
    func instant(_ minutes: Int64) -> Int64 { start + minutes * 60_000_000 }
    let absent = try log.openGap(ofInput: "pond", from: instant(-30), cause: .absent)
    try log.close(absent, at: start)
    let bundle = try log.register(
      BundleDescription(
        digest: String(repeating: "b", count: 64), name: "two", version: "1", sampleRate: 16_000,
        windowLength: 48_000, lowestFrequency: 50, highestFrequency: 8_000,
        classes: [Taxon(commonName: "Raven")]))
    let live = try log.begin(
      StreamDescription(
        input: "pond", device: "-", sampleRate: 1000, channel: .index(0), deployment: nil,
        start: TimeAnchor(
          sample: 0, utcMicroseconds: start, utcOffsetMinutes: 120, source: .synchronisedClock),
        bundle: bundle, step: 16_000, scoreFloor: 0.05,
        settings: try log.register(settings: "{}", digest: String(repeating: "5", count: 64))))
    var progress = StreamProgress(
      windows: StoredWindows(classCount: 1), doneThrough: 3_600_000)
    progress.gaps = [Gap(range: SampleRange(start: 60_000, end: 61_000), cause: .overrun)]
    try log.commit(progress, of: live, isLast: true)
    let lost = try log.openGap(ofInput: "pond", from: instant(60), cause: .lost)
    try log.close(lost, at: instant(90))
    try log.note(Incident(happenedAt: instant(60), kind: "device_lost", text: "pond, \"a\": lost"))
    try log.note(Incident(happenedAt: instant(2000), kind: "disk", text: "full"))
  }

  private func output(_ arguments: String) throws -> String {
    let result = try Program.shell(
      "TZ=Europe/Zurich earshot log \(arguments) --log log.sqlite", in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }

  @Test func `gaps are told with their causes, and how long each input was heard`() throws {
    #expect(
      try output("gaps") == """
        input  start                       end                         seconds  cause
        pond   2024-06-01 05:30:00 +02:00  2024-06-01 06:00:00 +02:00   1800.0  the device was not there
        pond   2024-06-01 06:01:00 +02:00  2024-06-01 06:01:01 +02:00      1.0  the device's buffer ran over
        pond   2024-06-01 07:00:00 +02:00  2024-06-01 07:30:00 +02:00   1800.0  the device was lost
        pond: heard for 1.00 h, not for 1.00 h: 0.50 h the device was not there, 0.50 h the device was \
        lost, 0.00 h the device's buffer ran over.

        """)
    #expect(
      try output("gaps --from 2024-06-01T06:30 --until 2024-06-01T07:15 --format csv") == """
        input,start,end,seconds,cause
        pond,2024-06-01T07:00:00+02:00,2024-06-01T07:30:00+02:00,900.000,lost

        """)
    let json = try output("gaps --from 2024-06-01T06:30 --until 2024-06-01T07:15 --format json")
    #expect(json.contains("\"heard_seconds\" : 1800"), "\(json)")
    #expect(json.contains("\"lost\" : 900"), "\(json)")
  }

  @Test func `incidents are told by time, from and until the time that is asked for`() throws {
    #expect(
      try output("incidents --until 2024-06-01") == """
        time                        kind         text
        2024-06-01 07:00:00 +02:00  device_lost  pond, "a": lost

        """)
    #expect(
      try output("incidents --format csv") == """
        time,kind,text
        2024-06-01T07:00:00+02:00,device_lost,"pond, ""a"": lost"
        2024-06-02T15:20:00+02:00,disk,full

        """)
    #expect(try output("incidents --from 2024-06-02 --format json").contains("\"disk\""))
    #expect(try output("incidents --from 2030-01-01") == "no incidents\n")
  }
}

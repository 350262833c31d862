import AudioIO
import Foundation
import TestSupport
import Testing

/// How local time becomes UTC, and what is done where a recorder wrote no time at all.
@Suite struct RecordingStartTests {
  private func start(_ name: String, _ zone: String) throws -> RecordingStart {
    let timeZone = try #require(TimeZone(identifier: zone))
    return try #require(
      RecorderMetadata.parse(header: [], fileName: name + ".wav", timeZone: timeZone).start)
  }

  private func utc(_ text: String) throws -> Int64 {
    Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970) * 1_000_000
  }

  @Test(arguments: [
    ("20240115_120000", "Europe/Berlin", "2024-01-15T11:00:00Z", 60),
    ("20240715_120000", "Europe/Berlin", "2024-07-15T10:00:00Z", 120),
    ("20240715_120000", "America/New_York", "2024-07-15T16:00:00Z", -240),
    ("20240715_120000", "Asia/Kathmandu", "2024-07-15T06:15:00Z", 345),
    ("20240715_120000", "Pacific/Kiritimati", "2024-07-14T22:00:00Z", 840),
    ("20240115_120000", "UTC", "2024-01-15T12:00:00Z", 0),
    // The last moments before and the first after the clocks change.
    ("20240331_015959", "Europe/Berlin", "2024-03-31T00:59:59Z", 60),
    ("20240331_030000", "Europe/Berlin", "2024-03-31T01:00:00Z", 120),
    ("20241027_015959", "Europe/Berlin", "2024-10-26T23:59:59Z", 120),
    ("20241027_030000", "Europe/Berlin", "2024-10-27T02:00:00Z", 60),
    // Half an hour of change, in the south.
    ("20240407_020000", "Australia/Lord_Howe", "2024-04-06T15:30:00Z", 630),
  ])
  func `local time is that of the site, summer and winter`(
    name: String, zone: String, expected: String, minutes: Int
  ) throws {
    let start = try start(name, zone)
    #expect(start.utcMicroseconds == (try utc(expected)))
    #expect(start.utcOffsetMinutes == minutes && start.zone == .site)
  }

  @Test(arguments: [
    ("20241027_023000", "Europe/Berlin", "2024-10-27T00:30:00Z", 120),
    ("20241103_013000", "America/New_York", "2024-11-03T05:30:00Z", -240),
    ("20240407_014500", "Australia/Lord_Howe", "2024-04-06T14:45:00Z", 660),
  ])
  func `of an hour that comes twice the first is taken`(
    name: String, zone: String, expected: String, minutes: Int
  ) throws {
    let start = try start(name, zone)
    #expect(start.utcMicroseconds == (try utc(expected)) && start.utcOffsetMinutes == minutes)
  }

  @Test(arguments: [
    ("20240331_023000", "Europe/Berlin", "2024-03-31T01:30:00Z", 60),
    ("20240310_023000", "America/New_York", "2024-03-10T07:30:00Z", -300),
  ])
  func `an hour that is left out counts on from before`(
    name: String, zone: String, expected: String, minutes: Int
  ) throws {
    let start = try start(name, zone)
    #expect(start.utcMicroseconds == (try utc(expected)) && start.utcOffsetMinutes == minutes)
  }

  @Test func `a recorder's own offset is not the site's business`() throws {
    let start = try start("20240715T120000+1000", "Europe/Berlin")
    #expect(start.utcMicroseconds == (try utc("2024-07-15T02:00:00Z")))
    #expect(start.utcOffsetMinutes == 600 && start.zone == .recorder)
  }

  @Test func `without a time anywhere the file's age counts, and says so`() throws {
    let folder = try TemporaryFolder()
    let path = try TestFormat.wav16.write(
      [Float](repeating: 0.1, count: 48_000 * 3 / 2), in: folder)
    let modified = Date(timeIntervalSince1970: 1_700_000_000)
    try FileManager.default.setAttributes([.modificationDate: modified], ofItemAtPath: path)
    for timeZone in [nil, TimeZone(identifier: "Europe/Berlin")] {
      let metadata = try RecorderMetadata.read(path: path, timeZone: timeZone)
      #expect(
        metadata.start
          == RecordingStart(
            utcMicroseconds: 1_699_999_998_500_000, utcOffsetMinutes: nil,
            source: .modificationTime, zone: .assumed))
    }
  }
}

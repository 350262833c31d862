import AudioIO
import Foundation
import TestSupport
import Testing

/// Names as recorders give them. Many are from the fixtures of EMU
/// (github.com/QutEcoacoustics/emu, FileNameParsingFixtures).
@Suite struct RecordingNameTests {
  private func parse(_ name: String, timeZone: TimeZone? = nil) -> RecorderMetadata {
    RecorderMetadata.parse(header: [], fileName: name, timeZone: timeZone)
  }

  /// Local time as ISO 8601 with microseconds, and the offset if the name has one.
  private func local(_ start: RecordingStart?) -> String? {
    guard let start else { return nil }
    let local = start.utcMicroseconds + Int64(start.utcOffsetMinutes ?? 0) * 60_000_000
    let stamp = Date(timeIntervalSince1970: Double(local / 1_000_000))
      .formatted(.iso8601.year().month().day().time(includingFractionalSeconds: false))
    let fraction = local % 1_000_000
    let offset = start.utcOffsetMinutes.map { " \($0)" } ?? ""
    return stamp + (fraction == 0 ? "" : " +\(fraction)µs") + offset
  }

  @Test(arguments: [
    ("20240903_202615.WAV", "2024-09-03T20:26:15"),
    ("20240903_202615T.WAV", "2024-09-03T20:26:15"),
    ("242A2604603691DD_20250503_031300.WAV", "2025-05-03T03:13:00"),
    ("5B07C752.WAV", "2018-05-25T08:20:34 0"), ("5B07DEA0.WAV", "2018-05-25T10:00:00 0"),
    ("5E90A4D4.WAV", "2020-04-10T16:54:44 0"), ("5e90a4d4.wav", "2020-04-10T16:54:44 0"),
    ("58000000.WAV", "2016-10-13T21:43:28 0"),
    ("THOMPSON_20170625_102105.wav", "2017-06-25T10:21:05"),
    ("20150703_050000_MusimunatDay2.wav", "2015-07-03T05:00:00"),
    ("NW3-010793_20140331_053200.wav", "2014-03-31T05:32:00"),
    ("SM301297_0+1_20170912_220000.wav", "2017-09-12T22:00:00"),
    ("OLONG-CH1_0+1_20171121$143444.wav", "2017-11-21T14:34:44"),
    ("flood__0__20170725_123456.wav", "2017-07-25T12:34:56"),
    ("OLONG-SOLAR_0+1_20180221T031609+1000.wav", "2018-02-21T03:16:09 600"),
    ("WOO_20170611_100000+1000.wav", "2017-06-11T10:00:00 600"),
    ("20091219T070006+1000_00600.wav", "2009-12-19T07:00:06 600"),
    ("20091219T070006.789123+1130_00600.wav", "2009-12-19T07:00:06 +789123µs 690"),
    ("20091219T070006.789+1130_00600.wav", "2009-12-19T07:00:06 +789000µs 690"),
    ("123_20131012_123456-09_456.mpg", "2013-10-12T12:34:56 -540"),
    ("weird20180801_240000.aac", "2018-08-02T00:00:00"),
    ("weird20180801_240000-1030.aac", "2018-08-02T00:00:00 -630"),
    ("20151212_123456Z.mp3", "2015-12-12T12:34:56 0"),
    ("0000514b-9329-404c-bdb3-a50827457b15_20100503-080000Z.mp3", "2010-05-03T08:00:00 0"),
    ("20180517_010348.5AFCD4F4.WAV", "2018-05-17T01:03:48"),
    ("20070415051314.wav.trimmed.wav", "2007-04-15T05:13:14"),
    ("20070513081940.trimmed_manually.wav", "2007-05-13T08:19:40"),
    ("SwiftOne_20220719_000000_-0400.wav", "2022-07-19T00:00:00 -240"),
    ("2025-09-30T03:32:35.594002Z.wav", "2025-09-30T03:32:35 +594002µs 0"),
    ("2025-09-30T03:32:35.594002.wav", "2025-09-30T03:32:35 +594002µs"),
    ("ABC2010-08-26_10_39_50_M00667DEF.wav", "2010-08-26T10:39:50"),
    ("OWL_123456_2022-07-19_T00-00-00.WAV", "2022-07-19T00:00:00"),
    ("Wav0123_2008_07_04__22_58_14.wav", "2008-07-04T22:58:14"),
    (
      "S20240815T091156.982648+1000_E20240815T091251.967555+1000_-12.34567+78.98102.wav",
      "2024-08-15T09:11:56 +982648µs 600"
    ),
    (
      "S20210205T035946676+1000_E20210205T040446501+1000_-08.0000+000.0000.wav",
      "2021-02-05T03:59:46 +676000µs 600"
    ),
    ("20190102T030405+1000_REC [-27.3866 152.8761].flac", "2019-01-02T03:04:05 600"),
    ("201906 7T095935+1000_REC [19.2144 152.8811].flac", "2019-06-07T09:59:35 600"),
    ("33901_BigHarbourIslandA1_20250710T130000-0300.wav", "2025-07-10T13:00:00 -180"),
    (
      "20161108T075126.123456-0430_Sunrise [-39.5336 -131.2711].wav",
      "2016-11-08T07:51:26 +123456µs -270"
    ),
    ("/cards/20190101_000000/20240903_202615.WAV", "2024-09-03T20:26:15"),
  ])
  func `the time is found in every form`(name: String, expected: String) {
    let metadata = parse(name)
    #expect(local(metadata.start) == expected)
    #expect(metadata.start?.source == .fileName)
    #expect(
      metadata.start?.zone
        == (expected.split(separator: " ").count > 1
          && metadata.start?.utcOffsetMinutes != nil ? .recorder : .assumed))
  }

  @Test(arguments: [
    "acoustic_study_00m.mp3", "86f5923d-ef1d-4159-b120-a8dec3f6334e.wav", "5AFCD4F45AFCD4F4.WAV",
    "prefix5AFCD4F4prefix.WAV", "00000000.WAV", "20230101.wav", "10160435.wav", "ZOOM0001.WAV",
    "20231301_000000.wav", "20230230_000000.wav", "20230101_250000.wav", "data", "", ".wav",
    "123456789012345678901234567890.wav", "FFFFFFFF.WAV",
  ])
  func `a name without a time has none`(name: String) {
    #expect(parse(name).start == nil)
  }

  @Test(
    arguments: [
      ("20240903_202615T.WAV", nil, nil, nil, true),
      ("242A2604603691DD_20250503_031300.WAV", "AudioMoth", "242A2604603691DD", nil, nil),
      ("242a2604603691dd_20250503_031300T.WAV", "AudioMoth", "242a2604603691dd", nil, true),
      ("5E90A4D4.WAV", "AudioMoth", nil, nil, nil),
      ("S4A00001_20190522_000000.wav", nil, "S4A00001", "S4A00001", nil),
      ("SM301297_0+1_20170912_220000.wav", nil, "SM301297", "SM301297", nil),
      ("flood__0__20170725_123456.wav", nil, nil, "flood", nil),
      ("POND EDGE_20170725_123456.wav", nil, nil, "POND EDGE", nil),
      ("20170725_123456_TEST.wav", nil, nil, nil, nil),
    ] as [(String, String?, String?, String?, Bool?)])
  func `who recorded is told by the name`(
    name: String, model: String?, serial: String?, station: String?, isTriggered: Bool?
  ) {
    let metadata = parse(name)
    #expect(metadata.model == model && metadata.serial == serial)
    #expect(metadata.stationName == station && metadata.isTriggered == isTriggered)
  }

  @Test(
    arguments: [
      ("20190102T030405+1000_REC [-27.3866 152.8761].flac", -27.3866, 152.8761),
      ("20181101_060000_REC [-27.3866 152.8761].flac", -27.3866, 152.8761),
      ("20180226_040000_Bar29 [27.2819 90.1361].wav", 27.2819, 90.1361),
      ("20180226_040000_Bar29 _27.2819 90.1361_.wav", 27.2819, 90.1361),
      ("20160823_063006_Dawn _-1.4763 178.8986_.wav", -1.4763, 178.8986),
      ("20161108_075126_SunriseToSunset [-39.5336 -131.2711].wav", -39.5336, -131.2711),
      ("20210617T080000+0000_Rec2_-18.2656+144.5564.flac", -18.2656, 144.5564),
      ("20180226_040000Z_+40.1213-075.0015+2.79CRSWGS_84.flac", 40.1213, -75.0015),
      ("PILLIGA_20121204_234600_+13-090.wav", 13, -90),
      ("20181101_060000_REC [-97.3866 152.8761].flac", nil, nil),
      ("20181101_060000_REC [0.0 0.0].flac", nil, nil),
      ("20181101_060000_REC.flac", nil, nil), ("20091219T070006+1000_00600.wav", nil, nil),
    ] as [(String, Double?, Double?)])
  func `where is told by the names of Frontier Labs and others`(
    name: String, latitude: Double?, longitude: Double?
  ) {
    let metadata = parse(name)
    #expect(metadata.latitude == latitude && metadata.longitude == longitude)
    #expect(metadata.start != nil)
    #expect((metadata.make == "Frontier Labs") == name.uppercased().contains("_REC"))
  }
}

import AudioIO
import Testing

/// What the fields of GUANO and WAMD chunks say.
@Suite struct HeaderFieldTests {
  private func parse(_ header: [UInt8]) -> RecorderMetadata {
    RecorderMetadata.parse(header: header, fileName: "x.wav", timeZone: nil)
  }

  @Test func `every known field of GUANO has its type, and the others keep their names`() throws {
    let text = """
      Timestamp:  2012-03-29T03:58:01.25+04:00
      Make: Pettersson
      Model:D1000X
      Serial: 77
      Hardware Version: B
      Firmware Version: 1.0.4 (2009-11-25)
      Species Auto ID:  MYLU
      Species Manual ID:  Myosod
      Tags:  hand-release, voucher , ,workshop
      Note:  First line.\\nSecond: line
      TE:  10
      Samplerate:  500000
      Length:  6.5
      Filter HP:  20.0
      Filter LP: 120
      Humidity: 80.5
      Temperature Int: -3.5
      Temperature Ext: -7
      Loc Position:  37.1878016 -86.1057312
      Loc Accuracy:  20
      Loc Elevation:  -228.6
      Original Filename: a.wav
      Serial: 78
      Empty:
      no colon here

      SB|Version:  3.4
      PET|D500X|TSens: high
      User|Zeit: 12:30
      """
    let metadata = parse(RiffBytes.wave(after: [("guan", RiffBytes.guano(text) + [0, 0, 0x20])]))
    #expect(
      metadata.start
        == RecordingStart(
          utcMicroseconds: 1_332_979_081_250_000, utcOffsetMinutes: 240, source: .guano,
          zone: .recorder))
    #expect(metadata.make == "Pettersson" && metadata.model == "D1000X" && metadata.serial == "77")
    #expect(metadata.hardware == "B" && metadata.firmware == "1.0.4 (2009-11-25)")
    #expect(metadata.speciesAutoID == "MYLU" && metadata.speciesManualID == "Myosod")
    #expect(metadata.tags == ["hand-release", "voucher", "workshop"])
    #expect(metadata.note == "First line.\nSecond: line")
    #expect(metadata.timeExpansion == 10 && metadata.recordedSampleRate == 500_000)
    #expect(metadata.lengthSeconds == 6.5 && metadata.originalFileName == "a.wav")
    #expect(metadata.highPassHertz == 20_000 && metadata.lowPassHertz == 120_000)
    #expect(metadata.humidityPercent == 80.5 && metadata.internalTemperatureCelsius == -3.5)
    #expect(metadata.externalTemperatureCelsius == -7 && metadata.temperatureCelsius == -7)
    #expect(metadata.latitude == 37.1878016 && metadata.longitude == -86.1057312)
    #expect(metadata.position?.elevationMetres == -228.6)
    #expect(metadata.position?.accuracyMetres == 20)
    #expect(
      metadata.otherFields == [
        "SB|Version": "3.4", "PET|D500X|TSens": "high", "User|Zeit": "12:30",
      ])
  }

  @Test(
    arguments: [
      ("2024-05-31T22:39:11", 1_717_195_151_000_000, nil),
      ("2024-05-31T22:39:11Z", 1_717_195_151_000_000, 0),
      ("2024-05-31 22:39:11+0100", 1_717_191_551_000_000, 60),
      ("2024-05-31T22:39:11.123456-05:30", 1_717_214_951_123_456, -330),
      ("2024-05-31T22:39:11.5+01", 1_717_191_551_500_000, 60),
      ("2024-05-31T22:39", 1_717_195_140_000_000, nil),
      ("2024-02-29T24:00:00Z", 1_709_251_200_000_000, 0),
    ] as [(String, Int64, Int?)])
  func `times are read as recorders write them`(text: String, utc: Int64, minutes: Int?) throws {
    let metadata = parse(RiffBytes.wave(after: [("guan", RiffBytes.guano("Timestamp: \(text)"))]))
    let start = try #require(metadata.start)
    #expect(start.utcMicroseconds == utc && start.utcOffsetMinutes == minutes)
    #expect(start.zone == (minutes == nil ? .assumed : .recorder))
  }

  @Test(arguments: [
    "2023-02-29T10:00:00Z", "2024-13-01T00:00:00", "2024-00-10T00:00:00", "2024-01-01T25:00:00",
    "2024-01-01T10:60:00", "yesterday", "", "2024-05-31", "24-05-31T10:00:00",
  ])
  func `times that are none are kept as they are`(text: String) {
    let metadata = parse(RiffBytes.wave(after: [("guan", RiffBytes.guano("Timestamp: \(text)"))]))
    #expect(metadata.start == nil)
    #expect(metadata.otherFields["Timestamp"] == (text.isEmpty ? nil : text))
  }

  @Test(arguments: [
    "91 10", "-90.5 10", "10 181", "10 -180.5", "0 0", "0.0 0.0", "north 3", "10", "nan nan", "",
  ])
  func `positions that are none are none`(text: String) {
    let metadata = parse(
      RiffBytes.wave(after: [("guan", RiffBytes.guano("Loc Position: \(text)\nLoc Elevation: 3"))]))
    #expect(metadata.position == nil && metadata.latitude == nil)
  }

  @Test(
    arguments: [
      ("WGS84, 40.16470, N, 79.26920, W", 40.1647, -79.2692, nil),
      ("WGS84,40.16470,S,79.26920,E,512.5", -40.1647, 79.2692, 512.5),
      ("WGS84,50.7179417,1.76111,51.20000076293945", 50.7179417, 1.76111, 51.20000076293945),
      ("WGS84,-50.5,-1.5", -50.5, -1.5, nil), ("WGS84,91.0,N,1.0,E", nil, nil, nil),
      ("UTM,1,2", nil, nil, nil), ("WGS84", nil, nil, nil),
    ] as [(String, Double?, Double?, Double?)])
  func `WAMD positions are read with letters and with signs`(
    text: String, latitude: Double?, longitude: Double?, elevation: Double?
  ) {
    let metadata = parse(RiffBytes.wave(after: [("wamd", RiffBytes.wamd([(6, Array(text.utf8))]))]))
    #expect(metadata.latitude == latitude && metadata.longitude == longitude)
    #expect(metadata.position?.elevationMetres == elevation)
  }

  @Test func `every known entry of WAMD is read`() {
    let texts: [(UInt16, String)] = [
      (1, "SM4\0"), (2, "S4A00001"), (3, "2.2.1"), (4, "POND"),
      (5, "2019-05-22 00:00:00.500-05:00"),
      (8, "Kaleidoscope"), (10, "a note"), (11, "MYLU"), (12, "EPFU"), (0x12, "SMM-A1,SMM-A1"),
      (0x13, "-34.99"), (0x15, "14.25C"), (0x16, "9.5C"), (0x17, "80.2%RH"), (0x18, "200lm"),
    ]
    let chunk = RiffBytes.wamd(
      [(0, [1, 0])] + texts.map { ($0.0, Array($0.1.utf8)) } + [
        (0xFFFF, [0]), (0x0F, [10, 0]), (0x0D, [UInt8](repeating: 7, count: 5000)),
      ])
    let metadata = parse(RiffBytes.wave(after: [("wamd", chunk)]))
    #expect(metadata.make == "Wildlife Acoustics" && metadata.model == "SM4")
    #expect(metadata.serial == "S4A00001" && metadata.firmware == "2.2.1")
    #expect(metadata.stationName == "POND" && metadata.note == "a note")
    #expect(metadata.start?.utcMicroseconds == 1_558_501_200_500_000)
    #expect(metadata.start?.source == .wamd && metadata.start?.utcOffsetMinutes == -300)
    #expect(metadata.speciesAutoID == "MYLU" && metadata.speciesManualID == "EPFU")
    #expect(metadata.microphone == "SMM-A1,SMM-A1" && metadata.timeExpansion == 10)
    #expect(metadata.internalTemperatureCelsius == 14.25)
    #expect(metadata.externalTemperatureCelsius == 9.5 && metadata.humidityPercent == 80.2)
    #expect(
      metadata.otherFields == [
        "WAMD|Software": "Kaleidoscope", "WAMD|Microphone Sensitivity": "-34.99",
        "WAMD|Light": "200lm",
      ])
  }

  @Test func `WAMD of another version says nothing, and a cut one what is whole`() {
    let model: (UInt16, [UInt8]) = (1, Array("SM4".utf8))
    #expect(
      parse(RiffBytes.wave(after: [("wamd", RiffBytes.wamd([(0, [2, 0]), model]))])).model == nil)
    let whole = RiffBytes.wamd([(0, [1, 0]), model, (2, Array("S4A00001".utf8))])
    let cut = parse(RiffBytes.wave(after: [("wamd", Array(whole.dropLast()))]))
    #expect(cut.model == "SM4" && cut.serial == nil)
  }
}

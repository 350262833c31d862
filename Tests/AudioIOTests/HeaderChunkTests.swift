import AudioIO
import Foundation
import TestSupport
import Testing

/// GUANO and WAMD chunks, and where chunks may lie.
@Suite struct HeaderChunkTests {
  private func parse(_ header: [UInt8], name: String = "x.wav", timeZone: TimeZone? = nil)
    -> RecorderMetadata
  {
    RecorderMetadata.parse(header: header, fileName: name, timeZone: timeZone)
  }

  private func guano(_ text: String) -> [UInt8] { Array("GUANO|Version: 1.0\n\(text)".utf8) }

  private func wamd(_ entries: [(UInt16, [UInt8])]) -> [UInt8] {
    entries.flatMap { id, content in
      RiffBytes.littleEndian(id) + RiffBytes.littleEndian(UInt32(content.count)) + content
    }
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
    let metadata = parse(RiffBytes.wave(after: [("guan", guano(text) + [0, 0, 0x20])]))
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
    let metadata = parse(RiffBytes.wave(after: [("guan", guano("Timestamp: \(text)"))]))
    let start = try #require(metadata.start)
    #expect(start.utcMicroseconds == utc && start.utcOffsetMinutes == minutes)
    #expect(start.zone == (minutes == nil ? .assumed : .recorder))
  }

  @Test(arguments: [
    "2023-02-29T10:00:00Z", "2024-13-01T00:00:00", "2024-00-10T00:00:00", "2024-01-01T25:00:00",
    "2024-01-01T10:60:00", "yesterday", "", "2024-05-31", "24-05-31T10:00:00",
  ])
  func `times that are none are kept as they are`(text: String) {
    let metadata = parse(RiffBytes.wave(after: [("guan", guano("Timestamp: \(text)"))]))
    #expect(metadata.start == nil)
    #expect(metadata.otherFields["Timestamp"] == (text.isEmpty ? nil : text))
  }

  @Test(arguments: [
    "91 10", "-90.5 10", "10 181", "10 -180.5", "0 0", "0.0 0.0", "north 3", "10", "nan nan", "",
  ])
  func `positions that are none are none`(text: String) {
    let metadata = parse(
      RiffBytes.wave(after: [("guan", guano("Loc Position: \(text)\nLoc Elevation: 3"))]))
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
    let metadata = parse(RiffBytes.wave(after: [("wamd", wamd([(6, Array(text.utf8))]))]))
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
    let chunk = wamd(
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
      parse(RiffBytes.wave(after: [("wamd", wamd([(0, [2, 0]), model]))])).model == nil)
    let whole = wamd([(0, [1, 0]), model, (2, Array("S4A00001".utf8))])
    let cut = parse(RiffBytes.wave(after: [("wamd", Array(whole.dropLast()))]))
    #expect(cut.model == "SM4" && cut.serial == nil)
  }

  @Test func `each value comes from the first source that has it`() {
    let comment =
      "Recorded at 19:31:30 03/09/2024 (UTC+1) by AudioMoth 24E144055E080032 at high gain while "
      + "battery was 4.3V and temperature was 18.7C."
    let chunks: [(String, [UInt8])] = [
      ("LIST", RiffBytes.info([("ICMT", comment)])),
      (
        "wamd",
        wamd([
          (0, [1, 0]), (1, Array("SM4".utf8)), (2, Array("S1".utf8)),
          (5, Array("2020-01-01 00:00:00+00:00".utf8)), (6, Array("WGS84,10,N,20,E,30".utf8)),
        ])
      ),
      (
        "guan",
        guano("Timestamp: 2021-01-01T00:00:00Z\nModel: Best\nLoc Position: 1.5 -2.5")
      ),
    ]
    let name = "STATION_20220101_000000.wav"
    // All sources, in any order in the file; then one less each time.
    for order in [chunks, chunks.reversed()] {
      let all = parse(RiffBytes.wave(before: order), name: name)
      #expect(all.start?.source == .guano && all.model == "Best" && all.serial == "S1")
      #expect(all.latitude == 1.5 && all.longitude == -2.5)
      // The elevation belongs to another source's position.
      #expect(all.position?.elevationMetres == nil)
      #expect(all.gain == "high" && all.stationName == "STATION")
    }
    let wamd = parse(RiffBytes.wave(after: Array(chunks.prefix(2))), name: name)
    #expect(wamd.start?.source == .wamd && wamd.model == "SM4")
    #expect(wamd.position?.elevationMetres == 30)
    let comment1 = parse(RiffBytes.wave(after: Array(chunks.prefix(1))), name: name)
    #expect(comment1.start?.source == .comment && comment1.model == "AudioMoth")
    let named = parse(RiffBytes.wave(), name: name)
    #expect(named.start?.source == .fileName && named.model == nil)
  }

  @Test func `an offset is taken from the source that knows it, if it means the same time`() {
    func start(comment: String) -> RecordingStart? {
      parse(
        RiffBytes.wave(after: [
          ("guan", guano("Timestamp: 2024-09-03T19:31:30")),
          ("LIST", RiffBytes.info([("ICMT", "Recorded at \(comment) by AudioMoth")])),
        ])
      ).start
    }
    let same = start(comment: "19:31:30 03/09/2024 (UTC+1)")
    #expect(same?.source == .guano && same?.utcOffsetMinutes == 60 && same?.zone == .recorder)
    let other = start(comment: "19:31:31 03/09/2024 (UTC+1)")
    #expect(other?.source == .guano && other?.utcOffsetMinutes == nil && other?.zone == .assumed)
  }

  @Test func `odd chunks with and without their pad bytes are found`() {
    for padded in [true, false] {
      var riff = RiffBytes()
      riff.addFormat()
      var list = Array("INFO".utf8)
      for (id, text) in [("INAM", "abc"), ("ICMT", "hello"), ("IART", "x")] {
        list += Array(id.utf8) + RiffBytes.littleEndian(UInt32(text.utf8.count)) + Array(text.utf8)
        if padded, !text.utf8.count.isMultiple(of: 2) { list.append(0) }
      }
      riff.add("LIST", list, padded: padded)
      riff.add("junk", [1, 2, 3], padded: padded)
      riff.add("data", RiffBytes.pcm([1, 2, 3]) + [9], padded: padded)
      riff.add("guan", guano("Note: café"), padded: padded)
      riff.close()
      let metadata = parse(riff.bytes)
      #expect(metadata.comment == "hello" && metadata.note == "café", "padded: \(padded)")
    }
  }

  @Test func `RF64 and Wave64 files carry the same chunks`() throws {
    let folder = try TemporaryFolder()
    var riff = RiffBytes()
    riff.bytes.replaceSubrange(0..<4, with: Array("RF64".utf8))
    riff.add(
      "ds64",
      RiffBytes.littleEndian(0 as UInt64) + RiffBytes.littleEndian(200 as UInt64)
        + [UInt8](repeating: 0, count: 12))
    riff.addFormat()
    riff.add("data", [UInt8](repeating: 1, count: 200), size: 0xFFFF_FFFF)
    riff.add("guan", guano("Model: Big"))
    #expect(parse(riff.bytes).model == "Big")

    let path = try TestFormat.lossless[9].write([0.1, 0.2], in: folder)
    var wave64 = try [UInt8](Data(contentsOf: URL(filePath: path)))
    while !wave64.count.isMultiple(of: 8) { wave64.append(0) }
    let content = guano("Model: Long")
    wave64 += Array("guan".utf8) + [UInt8](repeating: 0, count: 12)
    wave64 += RiffBytes.littleEndian(UInt64(24 + content.count)) + content
    #expect(parse(wave64).model == "Long")
  }

  @Test func `FLAC keeps a recorder's tags, and the chunks of the file it was made from`() throws {
    let folder = try TemporaryFolder()
    let path = try TestFormat.flac.write(testTones(frames: 100, rate: 48_000), in: folder)
    let whole = try [UInt8](Data(contentsOf: URL(filePath: path)))
    func block(_ kind: UInt8, _ content: [UInt8]) -> [UInt8] {
      [kind, 0, UInt8(content.count >> 8), UInt8(content.count & 255)] + content
    }
    func text(_ text: String) -> [UInt8] {
      RiffBytes.littleEndian(UInt32(text.utf8.count)) + Array(text.utf8)
    }
    let tags = [
      "SensorFirmwareVersion=3.30", "RecordingStart=2019-01-02T03:04:05+10:00",
      "BatteryLevel=95% 3.98V", "SensorLocation=-27.3866 +152.8761", "SensorUid=000123",
      "ChannelGain=50dB", "MicrophoneType=STD", "SdCardCid=0353",
    ]
    let comments =
      text("Frontier Labs") + RiffBytes.littleEndian(UInt32(tags.count)) + tags.flatMap(text)
    let chunk = Array("guan".utf8) + text("GUANO|Version:1.0\nModel: Kept")
    // The stream's own block comes first; these follow it.
    let flac =
      Array(whole[..<42]) + block(4, comments) + block(2, Array("riff".utf8) + chunk)
      + Array(whole[42...])
    let metadata = parse(flac, name: "x.flac")
    #expect(metadata.model == "Kept" && metadata.make == "Frontier Labs")
    #expect(metadata.firmware == "3.30" && metadata.serial == "000123")
    #expect(metadata.start?.utcMicroseconds == 1_546_362_245_000_000)
    #expect(metadata.start?.utcOffsetMinutes == 600 && metadata.start?.source == .comment)
    #expect(metadata.latitude == -27.3866 && metadata.longitude == 152.8761)
    #expect(metadata.batteryVolts == 3.98 && metadata.gain == "50dB")
    #expect(metadata.microphone == "STD" && metadata.otherFields["Tag|SdCardCid"] == "0353")
    // The same by way of the file.
    let made = try folder.write(flac, as: "tagged.flac")
    #expect(try RecorderMetadata.read(path: made, timeZone: nil).firmware == "3.30")
  }

  @Test(arguments: [TestFormat.vorbis, .opus, .mp3, TestFormat.lossless[10], .flac, .wav16])
  func `comments of other containers are read by libsndfile`(format: TestFormat) throws {
    let folder = try TemporaryFolder()
    let comment =
      "Recorded at 19:31:30 03/09/2024 (UTC+1) by AudioMoth 24E144055E080032 at medium gain while "
      + "battery was 4.3V and temperature was 18.7C."
    let path = try format.write(
      testTones(frames: 4800, rate: 48_000), in: folder, comment: comment,
      artist: "AudioMoth 24E144055E080032")
    let metadata = try RecorderMetadata.read(path: path, timeZone: nil)
    #expect(metadata.comment == comment && metadata.serial == "24E144055E080032")
    #expect(metadata.start?.utcMicroseconds == 1_725_388_290_000_000)
  }

  @Test func `metadata survive JSON`() throws {
    let metadata = parse(
      RiffBytes.wave(after: [
        ("guan", guano("Timestamp: 2021-01-01T00:00:00Z\nLoc Position: 1.5 -2.5\nX|Y: z")),
        (
          "LIST",
          RiffBytes.info([
            ("ICMT", "Recorded at 1 while battery was less than 2.5V Amplitude threshold was 4%")
          ])
        ),
      ]))
    #expect(metadata.batteryBound == .below && metadata.trigger != nil)
    let coded = try JSONEncoder().encode(metadata)
    #expect(try JSONDecoder().decode(RecorderMetadata.self, from: coded) == metadata)
  }
}

import AudioIO
import Foundation
import TestSupport
import Testing

/// Where chunks may lie, in which containers, and which of them is believed.
@Suite struct HeaderChunkTests {
  private func parse(_ header: [UInt8], name: String = "x.wav") -> RecorderMetadata {
    RecorderMetadata.parse(header: header, fileName: name, timeZone: nil)
  }

  @Test func `each value comes from the first source that has it`() {
    let comment =
      "Recorded at 19:31:30 03/09/2024 (UTC+1) by AudioMoth 24E144055E080032 at high gain while "
      + "battery was 4.3V and temperature was 18.7C."
    let chunks: [(String, [UInt8])] = [
      ("LIST", RiffBytes.info([("ICMT", comment)])),
      (
        "wamd",
        RiffBytes.wamd([
          (0, [1, 0]), (1, Array("SM4".utf8)), (2, Array("S1".utf8)),
          (5, Array("2020-01-01 00:00:00+00:00".utf8)), (6, Array("WGS84,10,N,20,E,30".utf8)),
        ])
      ),
      (
        "guan",
        RiffBytes.guano("Timestamp: 2021-01-01T00:00:00Z\nModel: Best\nLoc Position: 1.5 -2.5")
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
          ("guan", RiffBytes.guano("Timestamp: 2024-09-03T19:31:30")),
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
      riff.add("guan", RiffBytes.guano("Note: café"), padded: padded)
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
    riff.add("guan", RiffBytes.guano("Model: Big"))
    #expect(parse(riff.bytes).model == "Big")

    let path = try TestFormat.lossless[9].write([0.1, 0.2], in: folder)
    var wave64 = try [UInt8](Data(contentsOf: URL(filePath: path)))
    while !wave64.count.isMultiple(of: 8) { wave64.append(0) }
    let content = RiffBytes.guano("Model: Long")
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
        (
          "guan", RiffBytes.guano("Timestamp: 2021-01-01T00:00:00Z\nLoc Position: 1.5 -2.5\nX|Y: z")
        ),
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

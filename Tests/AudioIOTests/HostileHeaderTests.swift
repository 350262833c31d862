import AudioIO
import Foundation
import TestSupport
import Testing

/// Bytes that no recorder wrote: the parsers must come to an end, whatever they find.
@Suite struct HostileHeaderTests {
  /// Headers that reach every parser.
  private static let seeds: [[UInt8]] = {
    let comment =
      "opso{\"comment\": \"Recorded at 19:31:30 03/09/2024 (UTC+5:30) by AudioMoth "
      + "24E144055E080032 at medium gain while battery was less than 2.5V and temperature was "
      + "-18.7C. Band-pass filter with frequencies of 1.0kHz and 20.0kHz applied. Frequency "
      + "trigger (8.0kHz and window length of 256 samples) threshold was 1% with 2s minimum "
      + "trigger duration. Recording stopped due to low voltage.\"}"
    let guano =
      "GUANO|Version:1.0\nTimestamp:2024-09-03T19:31:30.5+01:00\nLoc Position:52.1 -4.4\n"
      + "Loc Elevation:7\nOAD|Recording Settings:48000 GAIN 2 FREQ 8000 256 1% 5 AMP 4% 5\n"
      + "Tags:a,b\nNote:x\\ny"
    let entries: [(UInt16, String)] = [
      (0, "\u{1}\0"), (1, "SM4"), (5, "2019-05-22 00:00:00-05:00"),
      (6, "WGS84,40.1,N,79.2,W,5"), (0x15, "14.25C"),
    ]
    let wamd = entries.flatMap { id, text in
      RiffBytes.littleEndian(id) + RiffBytes.littleEndian(UInt32(text.utf8.count))
        + Array(text.utf8)
    }
    let riff = RiffBytes.wave(
      samples: [1, 2, 3], before: [("LIST", RiffBytes.info([("ICMT", comment), ("IART", "A")]))],
      after: [("guan", Array(guano.utf8)), ("wamd", wamd)])
    var big = riff
    big.replaceSubrange(0..<4, with: Array("RF64".utf8))
    let tags = ["COMMENT=" + comment, "SensorLocation=+1.5-2.5", "BatteryLevel=9% 3.9V"]
    let comments = tags.reduce(into: [UInt8](repeating: 0, count: 8)) { block, tag in
      block += RiffBytes.littleEndian(UInt32(tag.utf8.count)) + Array(tag.utf8)
    }
    let chunk = Array("riffguan".utf8) + [9, 0, 0, 0] + Array(guano.utf8)
    func block(_ kind: UInt8, _ content: [UInt8]) -> [UInt8] {
      [kind, 0, UInt8(content.count >> 8), UInt8(content.count & 255)] + content
    }
    let flac = Array("fLaC".utf8) + block(4, comments) + block(0x82, chunk)
    let wave64: [UInt8] =
      Array("riff".utf8) + [UInt8](repeating: 0, count: 12) + RiffBytes.littleEndian(200 as UInt64)
      + Array("wave".utf8) + [UInt8](repeating: 0, count: 12) + Array("guan".utf8)
      + [UInt8](repeating: 0, count: 12)
      + RiffBytes.littleEndian(UInt64(24 + guano.utf8.count)) + Array(guano.utf8)
    return [riff, big, flac, wave64]
  }()

  @Test func `the seeds say what they should`() {
    for seed in Self.seeds {
      let metadata = RecorderMetadata.parse(header: seed, fileName: "", timeZone: nil)
      #expect(metadata.start?.source == .guano && metadata.latitude == 52.1)
    }
  }

  /// Sizes and numbers at their limits.
  private static let extremes: [UInt32] = [
    0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_FFF7,
  ]

  private static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let place = Int.random(in: bytes.indices, using: &random)
    switch Int.random(in: 0...4, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 2:
      let value = extremes[Int.random(in: extremes.indices, using: &random)]
      for (index, byte) in RiffBytes.littleEndian(value).enumerated()
      where place + index < bytes.count {
        bytes[place + index] = byte
      }
    case 3: bytes.removeSubrange(place..<max(place, min(place + 9, bytes.count - 1)))
    default: bytes.insert(contentsOf: Array(bytes.prefix(min(place, 60))), at: place)
    }
  }

  /// Whether the numbers keep what the type promises.
  private static func isPossible(_ metadata: RecorderMetadata) -> Bool {
    let place = [(metadata.latitude ?? 0) / 90, (metadata.longitude ?? 0) / 180]
    let others = [
      metadata.batteryVolts ?? 0, metadata.temperatureCelsius ?? 0, metadata.highPassHertz ?? 0,
    ]
    return place.allSatisfy { $0.magnitude <= 1 } && others.allSatisfy(\.isFinite)
  }

  @Test func `flipped, cut and spliced headers never stop the parsers`() throws {
    let zone = TimeZone(identifier: "Europe/Berlin")
    var random = SplitMix64(seed: 20_260_101)
    for round in 0..<6000 {
      var bytes = Self.seeds[round % Self.seeds.count]
      for _ in 0..<Int.random(in: 1...6, using: &random) { Self.damage(&bytes, &random) }
      if round.isMultiple(of: 5) { bytes.removeLast(bytes.count / 3) }
      let name = String(decoding: bytes.suffix(40), as: UTF8.self)
      let metadata = RecorderMetadata.parse(header: bytes, fileName: name, timeZone: zone)
      #expect(Self.isPossible(metadata), "round \(round)")
    }
  }

  @Test func `flipped names never stop the parser`() {
    let names = [
      "242A2604603691DD_20250503_031300T.WAV", "20190102T030405.123+1000_REC [-27.3866 152.8].flac",
      "SM301297_0+1_20170912$220000.wav", "2025-09-30T03:32:35.594002Z.wav", "5E90A4D4.WAV",
    ]
    var random = SplitMix64(seed: 7)
    for round in 0..<5000 {
      var bytes = Array(names[round % names.count].utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
          in: 0x20...0x7E, using: &random)
      }
      let name = String(decoding: bytes, as: UTF8.self)
      let metadata = RecorderMetadata.parse(header: [], fileName: name, timeZone: nil)
      #expect(Self.isPossible(metadata), "\(name)")
    }
  }

  @Test func `mutated sound files are read or refused, never more`() throws {
    let folder = try TemporaryFolder()
    var random = SplitMix64(seed: 99)
    var seeds = [RiffBytes.wave(), Self.seeds[1]]
    for format in [TestFormat.lossless[9], TestFormat.lossless[10], .flac, .vorbis, .opus] {
      let path = try format.write(testTones(frames: 3000, rate: 16_000), rate: 16_000, in: folder)
      seeds.append(try [UInt8](Data(contentsOf: URL(filePath: path))))
    }
    for round in 0..<400 {
      var bytes = seeds[round % seeds.count]
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        // Mostly in the header.
        let end = round.isMultiple(of: 3) ? bytes.count : min(120, bytes.count)
        bytes[Int.random(in: 0..<end, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let path = try folder.write(bytes, as: "mutated")
      do throws(AudioError) {
        var file = try SoundFile(path: path)
        var block = [Float](repeating: 0, count: 4096)
        var span = block.mutableSpan
        for frame in [0, file.frames / 2, file.frames - 1] {
          try file.seek(toFrame: frame)
          #expect(try file.read(into: &span) <= 4096)
        }
        #expect(block.allSatisfy { $0.isFinite }, "round \(round)")
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }
}

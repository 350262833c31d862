import Foundation
import TestSupport
import Testing

@testable import AudioIO

/// Clips as they lie on the disk.
@Suite struct ClipFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func noise(_ count: Int, seed: UInt64 = 1) -> [Int16] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in .random(in: .min ... .max, using: &random) }
  }

  private var text: GuanoText {
    var text = GuanoText()
    text["Timestamp"] = "2026-06-07T05:14:15.250000+02:00"
    text["Length"] = "1.5"
    text["Loc Position"] = "52.146196 4.474776"
    text["Make"] = "earshot"
    text["Species Auto ID"] = "Corvus corax"
    text["Note"] = "score 0.97\r\nmodel: pond \"2\" 1.0 ✓"
    text["earshot|Event Start"] = "123456"
    return text
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
  }

  @Test(arguments: [1, 7, 4095, 4096, 4097, 16_385, 100_003])
  func `samples of a 16-bit source come back bit for bit`(count: Int) throws {
    var samples = noise(count)
    samples[0] = .min
    samples[count - 1] = .max
    let path = folder.path("clip.flac")
    let bytes = try ClipFile.write(
      .integer16(samples), sampleRate: 48_000, metadata: text, to: path)
    let file = try SoundFile(path: path)
    #expect(file.format.description == "FLAC, 16-bit")
    #expect(file.sampleRate == 48_000 && file.channels == 1 && file.ending == .complete)
    #expect(file.fileSize == bytes)
    #expect(try readAll(path).map { Int16($0 * 0x1p15) } == samples)
    #expect(try names() == ["clip.flac"])
  }

  @Test(arguments: [8_000, 44_100, 192_000, 384_000])
  func `samples of a wider source are kept with 24 bits, at any rate`(rate: Int) throws {
    var random = SplitMix64(seed: 2)
    let exact = (0..<9_999).map { _ in
      Float(Int32.random(in: -0x80_0000...0x7F_FFFF, using: &random)) / 0x1p23
    }
    let path = folder.path("clip.flac")
    let samples = exact + [2, -2, .nan, 0x0.8p-23, 0.3]
    try ClipFile.write(.float(samples), sampleRate: rate, metadata: text, to: path)
    let found = try readAll(path)
    #expect(found.prefix(exact.count).elementsEqual(exact))
    #expect(
      found.suffix(5).elementsEqual(
        [1 - 0x1p-23, -1, 0, 0x1p-23, (0.3 as Float * 0x1p23).rounded() / 0x1p23]))
    #expect(try SoundFile(path: path).sampleRate == rate)
  }

  @Test func `what it says of itself is read back`() throws {
    let path = folder.path("clip.flac")
    try ClipFile.write(.integer16(noise(500)), sampleRate: 48_000, metadata: text, to: path)
    let metadata = try RecorderMetadata.read(path: path, timeZone: nil)
    #expect(metadata.start?.source == .guano)
    #expect(metadata.start?.utcMicroseconds == 1_780_802_055_250_000)
    #expect(metadata.start?.utcOffsetMinutes == 120)
    #expect(metadata.position == .init(latitude: 52.146196, longitude: 4.474776))
    #expect(metadata.make == "earshot" && metadata.speciesAutoID == "Corvus corax")
    #expect(metadata.note == "score 0.97\nmodel: pond \"2\" 1.0 ✓")
    #expect(metadata.otherFields["earshot|Event Start"] == "123456")
    #expect(metadata.otherFields["Tag|title"] == "Corvus corax")
    #expect(metadata.otherFields["Tag|date"] == "2026-06-07T05:14:15.250000+02:00")
    #expect(metadata.comment == text.description.trimmingCharacters(in: .newlines))
  }

  @Test func `the same clip has the same bytes`() throws {
    for name in ["a.flac", "b.flac"] {
      try ClipFile.write(
        .integer16(noise(5_000)), sampleRate: 48_000, metadata: text, to: folder.path(name))
    }
    let a = try Data(contentsOf: folder.url.appending(path: "a.flac"))
    #expect(try a == Data(contentsOf: folder.url.appending(path: "b.flac")))
  }

  @Test func `no value breaks a field: each line is one`() throws {
    var text = GuanoText()
    text["Note"] = "a\nTimestamp: 1999\r\nb\u{2028}c\u{0}d\u{7}e"
    text["Model"] = "  \n "
    text["Make"] = "山雀 ß: \u{1F426}"
    #expect(
      text.description == """
        GUANO|Version: 1.0
        Note: a\\nTimestamp: 1999\\nb\\nc d e
        Model: \\n
        Make: 山雀 ß: \u{1F426}

        """)
    text["Model"] = nil
    text["Make"] = " "
    #expect(text["Model"] == nil && text["Make"] == nil)
  }

  @Test(arguments: ["flac", "flac 24"])
  func `flac gives back the WAV file with its GUANO chunk`(kind: String) throws {
    try requireTool("flac")
    let path = folder.path("clip.flac")
    let samples = noise(5_001)
    try ClipFile.write(
      kind == "flac" ? .integer16(samples) : .float(samples.map { Float($0) / 0x1p15 }),
      sampleRate: 48_000, metadata: text, to: path)
    try run("flac", "--silent", "--warnings-as-errors", "--test", path)
    let wave = folder.path("clip.wav")
    try run(
      "flac", "--silent", "--warnings-as-errors", "--decode", "--keep-foreign-metadata",
      "--output-name=" + wave, path)
    let metadata = try RecorderMetadata.read(path: wave, timeZone: nil)
    #expect(metadata.start?.source == .guano && metadata.speciesAutoID == "Corvus corax")
    #expect(try readAll(wave) == readAll(path))
  }

  private func requireTool(_ name: String) throws {
    try #require(
      FileManager.default.isExecutableFile(atPath: "/usr/bin/" + name),
      "\(name) is missing: scripts/setup.sh installs it")
  }

  private func run(_ tool: String, _ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/" + tool)
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(tool) \(arguments)")
  }
}

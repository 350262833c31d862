import EventDetection
import Foundation
import GRDB
import SpeciesClassifier
import Synchronization
import TestSupport
import Testing

@testable import AudioCapture
@testable import AudioIO
@testable import EventLog
@testable import Station
@testable import Survey

/// From a microphone's samples to files, and their rows.
@Suite(.timeLimit(.minutes(2))) struct StationClipTests {
  private let folder: TemporaryFolder
  private let clock = TestClock()
  private let scene = TestScene(
    seconds: 60,
    calls: [
      .init(.hum, at: 6, lasting: 2), .init(.voice, at: 20, lasting: 2),
      .init(.whistle, at: 24, lasting: 2), .init(.whistle, at: 40, lasting: 9),
    ])

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.path("log.sqlite") }

  private func rows(_ sql: String) throws -> [Row] {
    try DatabaseQueue(path: path).read { try Row.fetchAll($0, sql: sql) }
  }

  /// Runs a station over the scene.
  private func run(_ voices: ClipPolicy.Voices, lost: Int64 = 0) throws -> InputStatus {
    let clips = folder.path("clips")
    try FileManager.default.createDirectory(atPath: clips, withIntermediateDirectories: true)
    let keeper = ClipKeeper(
      ClipPolicy.sample(before: 1, after: 1, longest: 8, voices: voices), folder: clips,
      queueBytes: 1 << 24, freeFloor: 0)
    let plan = try AnalysisPlan(
      ModelBundle(path: TinyBundle.url.path), step: nil, rule: DetectionRule(), segmentSeconds: 7)
    let samples = scene.samples().map { Float($0) / 0x1p15 }
    let part = 16_000 * 7
    let source = ScriptedSource(
      steps: [
        .open, .sound(Array(samples[..<part])), .lose(lost, .overrun),
        .sound(Array(samples[(part + Int(lost))...])),
      ], clock: clock)
    let input = StationInput(
      name: "pond", source: source, isPaced: true, plan: plan, channel: .index(0), clips: keeper)
    let station = Station(
      [input], log: SharedLog(try EventLog(path: path, access: .creating, patience: 1)),
      clock: clock.capture,
      receiver: { _ in })
    station.start()
    try eventually { clock.played.load(ordering: .acquiring) == 1 }
    station.give(.stop)
    try eventually { station.isOver }
    #expect(station.failures.isEmpty)
    keeper.stop(within: 5)
    return station.board.current.inputs[0]
  }

  /// What clips hold, by their events: species, and the samples of the stream.
  private func clips() throws -> [(species: String, range: Range<Int>)] {
    let samples = scene.samples().map { Float($0) / 0x1p15 }
    return try rows(
      """
      SELECT clip.path, clip.bytes, common_name, start_sample FROM clip
        JOIN event ON event.id = clip.event JOIN class ON class.id = event.class
        JOIN taxon ON taxon.id = class.taxon ORDER BY start_sample, clip.id
      """
    ).map { row in
      let file = folder.path(row["path"])
      let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int64
      #expect(size == row["bytes"] as Int64)
      let metadata = try RecorderMetadata.read(path: file, timeZone: nil)
      let span = try #require(metadata.otherFields["earshot|Stream Samples"]).split(separator: "-")
      let range = try #require(Int(span[0]))..<(try #require(Int(span[1])))
      let sound = try SoundFile(path: file)
      #expect(sound.frames == Int64(range.count))
      #expect(try decoded(file) == Array(samples[range]), "bit for bit what came")
      return (row["common_name"], range)
    }
  }

  private func decoded(_ path: String) throws -> [Float] {
    var file = try SoundFile(path: path)
    var found: [Float] = []
    var block = [Float](repeating: 0, count: 4096)
    while true {
      var span = block.mutableSpan
      let count = try file.read(into: &span)
      if count == 0 { return found }
      found += block.prefix(count)
    }
  }

  @Test func `events get their sound, and none of it has a voice in it or near`() throws {
    let status = try run(.drop(threshold: 0.5, margin: 1))
    let clips = try clips()
    #expect(clips.map(\.species) == ["Hum", "Whistle"], "the whistle after the voice is too near")
    let hum = try #require(clips.first).range
    #expect(hum.lowerBound <= 5 * 16_000 + 8_000 && hum.upperBound >= 9 * 16_000 - 8_000)
    // The long one is cut after eight seconds.
    #expect(clips[1].range.count == 8 * 16_000 && clips[1].range.lowerBound > 38 * 16_000)
    #expect(status.clipsNotKept == ["voice": 1])
    #expect(try rows("SELECT 1 FROM detection").count == 4, "all events are in the log")
  }

  @Test func `who wants voices gets them`() throws {
    _ = try run(.keep)
    #expect(Set(try clips().map(\.species)) == ["Hum", "Voice", "Whistle"])
  }

  @Test func `sound that was lost is no silence of voices: it ends a clip`() throws {
    // A second in the middle of the hum.
    _ = try run(.drop(threshold: 0.5, margin: 1), lost: 16_000)
    for row in try clips() {
      #expect(!row.range.overlaps(7 * 16_000..<8 * 16_000))
    }
  }
}

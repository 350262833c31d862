import AudioIO
import ContentDigest
import EventDetection
import EventLog
import Foundation
import Pictures
import RecordingPictures
import TestSupport
import Testing

@Suite struct LoggedAnnotationsTests {
  let folder: TemporaryFolder
  let log: EventLog
  let bundle: BundleID
  let settings: SettingsID

  static let classes = [
    Taxon(commonName: "Common raven", scientificName: "Corvus corax"),
    Taxon(commonName: "Human voice", kind: .human),
  ]

  init() throws {
    folder = try TemporaryFolder()
    log = try EventLog(path: folder.path("log.sqlite"), access: .creating)
    bundle = try log.register(
      BundleDescription(
        digest: String(repeating: "b", count: 64), name: "tiny", version: "1.0.0",
        sampleRate: 8000, windowLength: 4000, lowestFrequency: 50, highestFrequency: 4000,
        classes: Self.classes))
    settings = try log.register(settings: "{}", digest: String(repeating: "5", count: 64))
  }

  /// A recording of ten seconds at 16 kHz, in the log as it lies at `seenAt`.
  func recording(_ name: String, seed: UInt64 = 1, events: [Event]) throws -> String {
    let scene = TestScene(seconds: 10, calls: [], seed: seed)
    try scene.wav(channels: 2).write(to: folder.url.appending(path: name))
    let path = folder.path(name)
    let sha256 = try #require(try SHA256.hexadecimal(ofFile: path))
    let analysis = AnalysisResult(
      bundle: bundle, channel: .index(1), step: 2000, scoreFloor: 0, doneThrough: 160_000,
      scores: StoredWindows(classCount: 3), gaps: [],
      decision: DecisionResult(
        settings: settings, detections: Detections(events.map(Finding.event))))
    try log.commit(
      RecordingResult(
        recording: RecordingDescription(
          sha256: sha256, bytes: 1, sampleRate: 16_000, channels: 2, frames: 160_000),
        files: [SeenFile(path: path, bytes: 1, modified: 1, seenAt: 1)], analyses: [analysis]),
      again: .keep)
    return path
  }

  static func event(_ classIndex: Int, from start: Double, to end: Double) -> Event {
    Event(
      classIndex: classIndex,
      range: SampleRange(start: Int64(start * 16_000), end: Int64(end * 16_000)),
      peakScore: 0.75, meanScore: 0.5, windows: 2)
  }

  @Test func `a recording's events are found by its content, wherever it lies now`() throws {
    let path = try recording(
      "a.wav", events: [Self.event(0, from: 1, to: 2.5), Self.event(1, from: 4, to: 5)])
    _ = try recording("b.wav", seed: 2, events: [Self.event(0, from: 7, to: 8)])
    let expected = [
      Annotation(startSeconds: 1, endSeconds: 2.5, label: "Common raven", score: 0.75),
      Annotation(startSeconds: 4, endSeconds: 5, label: "Human voice", score: 0.75, kind: .human),
    ]
    let picture = RecordingPicture(path: path, stream: .channel(1))
    #expect(try picture.annotations(from: log) == expected)

    let moved = folder.path("moved.wav")
    try FileManager.default.moveItem(atPath: path, toPath: moved)
    let movedPicture = RecordingPicture(path: moved, stream: .channel(1))
    #expect(try movedPicture.annotations(from: log) == expected)
    #expect(try movedPicture.draw(annotations: expected).picture.annotations == expected)
  }

  @Test func `a clip that a station kept has what its stream has there, wherever it lies`() throws {
    let live = try log.begin(
      StreamDescription(
        input: "pond", device: "-", sampleRate: 16_000, channel: .index(0), deployment: nil,
        start: TimeAnchor(
          sample: 0, utcMicroseconds: 0, utcOffsetMinutes: 60, source: .synchronisedClock),
        bundle: bundle, step: 2000, scoreFloor: 0, settings: settings))
    var progress = StreamProgress(windows: StoredWindows(classCount: 2), doneThrough: 1_600_000)
    progress.findings = [
      (0, 5, 8), (0, 41, 43), (1, 42.5, 60), (0, 90, 91),
    ].map { .event(Self.event($0.0, from: $0.1, to: $0.2)) }
    try log.commit(progress, of: live, isLast: true)
    try FileManager.default.createDirectory(
      atPath: folder.path("clips/1970-01-01"), withIntermediateDirectories: true)
    let path = folder.path("clips/1970-01-01/19700101T000040.000Z_corvus-corax_pond_75.flac")
    var text = GuanoText()
    text["earshot|Stream Samples"] = "640000-720000"
    try ClipFile.write(
      .integer16([Int16](repeating: 1, count: 80_000)), sampleRate: 16_000, metadata: text, to: path
    )
    let picture = RecordingPicture(path: path)
    #expect(throws: RecordingPictureError.self) { try picture.annotations(from: log) }
    try log.addClip(at: path, bytes: 1, ofClass: 0, start: 41 * 16_000, in: live)

    let expected = [
      Annotation(startSeconds: 1, endSeconds: 3, label: "Common raven", score: 0.75),
      Annotation(startSeconds: 2.5, endSeconds: 5, label: "Human voice", score: 0.75, kind: .human),
    ]
    #expect(try picture.annotations(from: log) == expected)
    let copy = folder.path(URL(filePath: path).lastPathComponent)
    try FileManager.default.moveItem(atPath: path, toPath: copy)
    #expect(try RecordingPicture(path: copy).annotations(from: log) == expected)

    // Without a word of where it lies there is nothing to be drawn in.
    try FileManager.default.removeItem(atPath: copy)
    try ClipFile.write(
      .integer16([Int16](repeating: 1, count: 80_000)), sampleRate: 16_000, metadata: GuanoText(),
      to: copy)
    #expect(throws: RecordingPictureError.self) {
      try RecordingPicture(path: copy).annotations(from: log)
    }
  }

  @Test func `a recording without events has none, and one that is not in the log is refused`()
    throws
  {
    let silent = try recording("silent.wav", events: [])
    #expect(
      try RecordingPicture(path: silent, stream: .channel(1)).annotations(from: log).isEmpty)

    let other = folder.path("other.wav")
    try TestScene(seconds: 1, calls: []).wav().write(to: URL(filePath: other))
    for (path, stream, channel) in [
      (other, .channel(0), "channel 1"), (silent, .channel(0), "channel 1"),
      (silent, .mix, "the mix"),
    ] as [(String, ChannelStream, String)] {
      let error = try #require(throws: RecordingPictureError.self) {
        try RecordingPicture(path: path, stream: stream).annotations(from: log)
      }
      #expect(
        error.description
          == "\(log.path): has no finished analysis of \(channel) of \(path). Run `earshot "
          + "classify` on it with this log, or draw it without events.")
    }
  }

  @Test func `another content at the path of an analysed one does not borrow its events`() throws {
    let path = try recording("a.wav", events: [Self.event(0, from: 1, to: 2.5)])
    _ = try recording("a.wav", seed: 9, events: [Self.event(1, from: 3, to: 4)])
    let found = try RecordingPicture(path: path, stream: .channel(1)).annotations(from: log)
    #expect(found.map(\.label) == ["Human voice"])
  }
}

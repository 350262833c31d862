import AudioFeatures
import AudioIO
import Foundation
import Pictures
import RecordingPictures
import TestSupport
import Testing

@Suite struct RecordingPictureTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A recording whose whistle (3 kHz) sounds from 4 s to 6 s of 10.
  func whistle(_ name: String = "20250607_051000.wav", channels: Int = 1) throws -> String {
    let scene = TestScene(seconds: 10, calls: [.init(.whistle, at: 4, lasting: 2)])
    try scene.wav(channels: channels).write(to: folder.url.appending(path: name))
    return folder.path(name)
  }

  /// The seconds at which the picture has a level near that of the tone, around its frequency.
  static func heard(_ picture: SpectrogramPicture) throws -> ClosedRange<Double> {
    let band = try #require(
      picture.bands.indices.min { abs(picture.bands[$0] - 3000) < abs(picture.bands[$1] - 3000) })
    let levels = (0..<picture.columns).map { picture.levels[$0 * picture.bands.count + band] }
    let loudest = try #require(levels.max())
    let loud = levels.indices.filter { levels[$0] > loudest - 6 }
    let time = { (column: Int) in
      picture.startSeconds + (Double(column) + 0.5) * picture.secondsPerColumn
    }
    return try time(#require(loud.first))...time(#require(loud.last))
  }

  @Test func `a sound is drawn at its time, in the whole and in every excerpt of it`() throws {
    let path = try whistle()
    let excerpts: [(Double, Double?)] = [(0, nil), (3, 7), (3.7, 8.21), (2, 600), (3.999, 6.1)]
    for (start, end) in excerpts {
      let drawn = try RecordingPicture(path: path, startSeconds: start, endSeconds: end).draw()
      let heard = try Self.heard(drawn.picture)
      #expect(abs(heard.lowerBound - 4) < 0.03 && abs(heard.upperBound - 6) < 0.03)
      #expect(abs(drawn.picture.startSeconds - start) < 0.001)
      #expect(abs(drawn.picture.endSeconds - min(end ?? 10, 10)) < 0.05)
      #expect(drawn.damage == nil)
    }
  }

  @Test func `the edges of an excerpt see the sound beyond them`() throws {
    let path = try whistle()
    let drawn = try RecordingPicture(path: path, startSeconds: 4.5, endSeconds: 5.5).draw()
    let heard = try Self.heard(drawn.picture)
    #expect(heard.lowerBound < 4.5 + drawn.picture.secondsPerColumn)
    #expect(heard.upperBound > 5.5 - 2 * drawn.picture.secondsPerColumn)
  }

  @Test func `the same recording is drawn to the same bytes`() throws {
    let recording = RecordingPicture(path: try whistle())
    #expect(try recording.draw().picture.png() == recording.draw().picture.png())
  }

  @Test func `the head names the file, its rate, and the channel where there are several`() throws {
    let mono = try RecordingPicture(path: whistle()).draw().picture
    #expect(mono.title == "20250607_051000.wav")
    #expect(mono.subtitle == "16 kHz")
    let stereo = try whistle("a.wav", channels: 2)
    let second = try RecordingPicture(path: stereo, stream: .channel(1)).draw().picture
    #expect(second.subtitle == "16 kHz, channel 2 of 2")
    // The second channel is a second ahead.
    #expect(try abs(Self.heard(second).lowerBound - 3) < 0.03)
    #expect(
      try RecordingPicture(path: stereo, stream: .mix).draw().picture.subtitle
        == "16 kHz, mean of 2 channels")
  }

  @Test func `the clock is the recorder's, in the site's time zone, and never a guess`() throws {
    var recording = RecordingPicture(path: try whistle())
    #expect(
      try recording.draw().picture.clock
        == Clock(utcMicroseconds: 1_749_273_000_000_000, utcOffsetMinutes: 0))
    recording.timeZone = TimeZone(identifier: "Europe/Zurich")
    #expect(
      try recording.draw().picture.clock
        == Clock(utcMicroseconds: 1_749_265_800_000_000, utcOffsetMinutes: 120))
    recording.path = try whistle("no date.wav")
    #expect(try recording.draw().picture.clock == nil)
  }

  @Test func `ten hours have no more columns than ten seconds, and the call in them is seen`()
    throws
  {
    // Silence is a hole in the file; the call lies at its end.
    let path = folder.path("long.wav")
    let frames = 36_000 * 8000
    let header = TestScene.wav([], rate: 8000, promised: 2 * frames)
    try header.write(to: URL(filePath: path))
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    let scene = TestScene(
      rate: 8000, seconds: 1, calls: [.init(.whistle, at: 0, lasting: 1)], seed: 3)
    try handle.seek(toOffset: UInt64(header.count + 2 * (frames - 8000)))
    try handle.write(contentsOf: TestScene.wav(scene.samples(), rate: 8000).dropFirst(header.count))
    try handle.close()

    let size = PictureSize(width: 320, height: 240, scale: 1)
    let picture = try RecordingPicture(path: path, size: size).draw().picture
    #expect(picture.columns < 2 * 320)
    #expect(abs(picture.endSeconds - 36_000) < picture.secondsPerColumn)
    let heard = try Self.heard(picture)
    #expect(heard.lowerBound > 36_000 - 2 * picture.secondsPerColumn)
  }

  @Test func `a recording that cannot be read is named, with the reason`() throws {
    try Data("no sound".utf8).write(to: URL(filePath: folder.path("text.wav")))
    let missing = folder.path("missing.wav")
    #expect(throws: RecordingPictureError.sound(.missing(path: missing))) {
      try RecordingPicture(path: missing).draw()
    }
    let error = #expect(throws: RecordingPictureError.self) {
      try RecordingPicture(path: folder.path("text.wav")).draw()
    }
    guard case .sound(.notSound) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let mono = try whistle()
    #expect(
      throws: RecordingPictureError.sound(.noSuchChannel(path: mono, channel: 1, channels: 1))
    ) {
      try RecordingPicture(path: mono, stream: .channel(1)).draw()
    }
  }

  @Test(
    arguments: [
      (10.0, nil, "10.0 s to the end"), (12, 15, "12.0 s to 15.0 s"), (3, 3, "3.0 s to 3.0 s"),
      (-1, 3, "-1.0 s to 3.0 s"),
    ] as [(Double, Double?, String)])
  func `an excerpt without sound is refused`(start: Double, end: Double?, span: String) throws {
    let path = try whistle()
    let error = try #require(throws: RecordingPictureError.self) {
      try RecordingPicture(path: path, startSeconds: start, endSeconds: end).draw()
    }
    #expect(
      error.description
        == "\(path): there is no sound from \(span): the recording lasts 10.0 s. Choose a start "
        + "within it and a later end.")
  }
}

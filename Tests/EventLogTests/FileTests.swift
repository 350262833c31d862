import EventDetection
import EventLog
import TestSupport
import Testing

@Suite struct FileTests {
  let test: TestLog

  init() throws { test = try TestLog() }

  @Test func `a path that was never seen is not known`() throws {
    #expect(try test.log.file(at: "/a/1.wav") == nil)
  }

  @Test func `a path is known with its size and time and what was in it`() throws {
    try test.log.commit(test.result(paths: ["/a/1.wav"]))
    let known = try #require(try test.log.file(at: "/a/1.wav"))
    #expect(known.file == Sample.file("/a/1.wav"))
    #expect(known.content == .recording(sha256: Sample.sha256(0)))
    #expect(try test.log.file(at: "/a/1.WAV") == nil)
  }

  @Test func `a moved recording is shown where it was seen last`() throws {
    try test.log.commit(test.result(paths: ["/card/1.wav"], events: [Sample.event(from: 1, to: 2)]))
    #expect(try test.log.note(Sample.file("/archive/1.wav", seenAt: 2), sha256: Sample.sha256(0)))
    #expect(try test.events().map(\.path) == ["/archive/1.wav"])
    #expect(try test.log.analyses().count == 1)
    // Where it was is remembered, and found.
    let there = try test.events(EventFilter(paths: ["/card"]))
    #expect(there.map(\.path) == ["/card/1.wav"])

    #expect(try test.log.note(Sample.file("/card/1.wav", seenAt: 3), sha256: Sample.sha256(0)))
    #expect(try test.events().map(\.path) == ["/card/1.wav"])
  }

  @Test func `copies of a recording are one recording with two paths`() throws {
    let event = Sample.event(from: 1, to: 2)
    try test.log.commit(test.result(paths: ["/a/1.wav", "/b/1.wav"], events: [event]))
    #expect(try test.events().map(\.path) == ["/b/1.wav"])
    #expect(try test.events(EventFilter(paths: ["/a"])).map(\.path) == ["/a/1.wav"])
    #expect(try test.events(EventFilter(paths: ["/a", "/b"])).map(\.path) == ["/b/1.wav"])
    #expect(try test.contents()["recording"]?.count == 1)
  }

  @Test func `another card at the same path hides nothing of the first`() throws {
    for number in 0...1 {
      try test.log.commit(
        test.result(number, paths: ["/card/1.wav"], events: [Sample.event(from: 1, to: 2)]))
    }
    let events = try test.events(EventFilter(paths: ["/card/1.wav"], order: .file))
    #expect(events.map(\.sha256) == [Sample.sha256(0), Sample.sha256(1)])
    // Only what lies there now is what a survey need not read again.
    var newer = Sample.file("/card/1.wav", seenAt: 9)
    newer.modified = 77
    #expect(try test.log.note(newer, sha256: Sample.sha256(0)))
    #expect(try test.log.file(at: "/card/1.wav")?.file == newer)
    #expect(try test.log.file(at: "/card/1.wav")?.content == .recording(sha256: Sample.sha256(0)))
  }

  @Test func `recordings that came to lie at one path are listed one after the other`() throws {
    let events = [Sample.event(from: 1, to: 2), Sample.event(from: 9, to: 10)]
    for number in 0...2 {
      try test.log.commit(test.result(number, paths: ["/card/1.wav"], events: events))
    }
    let order = try test.events(EventFilter(order: .file)).map(\.sha256)
    #expect(order == [0, 0, 1, 1, 2, 2].map(Sample.sha256))
  }

  @Test func `a recording that the log does not have is not noted`() throws {
    let before = try test.contents()
    #expect(try !test.log.note(Sample.file("/a/1.wav"), sha256: Sample.sha256(0)))
    #expect(try test.contents() == before)
  }

  @Test func `a path that failed is known with its error until it succeeds`() throws {
    try test.log.note(Sample.file("/a/2.wav"), error: "no sound")
    try test.log.note(Sample.file("/a/1.wav"), error: "cut off")
    try test.log.note(Sample.file("/a/1.wav", seenAt: 2), error: "still cut off")
    func failures() throws -> [String: KnownFile.Content] {
      var failures: [String: KnownFile.Content] = [:]
      try test.log.forEachFailedFile { failures[$0.file.path] = $0.content }
      return failures
    }
    #expect(
      try failures() == ["/a/1.wav": .error("still cut off"), "/a/2.wav": .error("no sound")])
    #expect(try test.log.file(at: "/a/1.wav")?.content == .error("still cut off"))
    #expect(try test.log.file(at: "/a/1.wav")?.file.seenAt == 2)

    try test.log.commit(test.result(paths: ["/a/1.wav"]))
    #expect(try failures() == ["/a/2.wav": .error("no sound")])
    #expect(try test.log.note(Sample.file("/a/2.wav"), sha256: Sample.sha256(0)))
    #expect(try failures().isEmpty)
  }

  @Test func `a recording that can no longer be read keeps its events`() throws {
    try test.log.commit(test.result(paths: ["/a/1.wav"], events: [Sample.event(from: 1, to: 2)]))
    try test.log.note(Sample.file("/a/1.wav", seenAt: 2), error: "the card died")
    #expect(try test.events().map(\.path) == ["/a/1.wav"])
    #expect(try test.log.file(at: "/a/1.wav")?.content == .error("the card died"))
  }
}

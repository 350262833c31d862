import AudioIO
import Foundation
import TestSupport
import Testing

@testable import Station

/// The thread that writes clips, before disks that are slow, full, broken and well.
@Suite struct ClipWriterTests {
  /// A value behind a lock that the sanitizer of threads knows.
  private final class Locked<Value: Sendable>: Sendable {
    private let lock = NSLock()
    // Only between locking and unlocking.
    private nonisolated(unsafe) var value: Value

    init(_ value: Value) { unsafe self.value = value }

    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
      lock.lock()
      defer { lock.unlock() }
      return unsafe body(&value)
    }
  }

  /// What a writer reported.
  private final class Reports: Sendable {
    private let list = Locked<[ClipReport]>([])

    var all: [ClipReport] { list.withLock { $0 } }

    func add(_ report: ClipReport) { list.withLock { $0.append(report) } }

    /// Waits until there are so many.
    func wait(for count: Int) throws {
      let deadline = ContinuousClock.now + .seconds(30)
      while all.count < count {
        try #require(ContinuousClock.now < deadline, "\(count) reports never came")
        Thread.sleep(forTimeInterval: 0.001)
      }
    }
  }

  /// A disk of which a test decides what it does.
  private final class TestDisk: Sendable {
    struct State: Sendable {
      var free: Int64 = 1 << 40
      var error: AudioError?
      var written: [String] = []
      var isHeld = false
    }

    let state = Locked(State())
    /// Signalled to let one held clip pass.
    let gate = DispatchSemaphore(value: 0)
    let arrived = DispatchSemaphore(value: 0)

    var disk: ClipDisk {
      ClipDisk(
        freeBytes: { () throws(AudioError) in self.state.withLock { $0.free } },
        write: { (clip, name) throws(AudioError) in
          if self.state.withLock({ $0.isHeld }) {
            self.arrived.signal()
            self.gate.wait()
          }
          let error = self.state.withLock { state -> AudioError? in
            if let error = state.error { return error }
            if state.written.contains(name.file) { return .alreadyThere(path: name.file) }
            state.written.append(name.file)
            return nil
          }
          if let error { throw error }
          return 100
        })
    }
  }

  private let reports = Reports()
  private let disk = TestDisk()

  private func clip(_ number: Int64 = 0, samples: Int = 500) -> Clip {
    // 1000 bytes.
    Clip(
      facts: ClipFactsTests.facts(startedAt: number * 1_000_000),
      samples: .integer16(Array(repeating: 1, count: samples)))
  }

  private func writer(queueBytes: Int = 10_000, freeFloor: Int64 = 0) -> ClipWriter {
    ClipWriter(disk: disk.disk, queueBytes: queueBytes, freeFloor: freeFloor, report: reports.add)
  }

  private func path(_ number: Int64) -> String { clip(number).facts.name.description }

  @Test func `clips are written in their order, and what waits at the end too`() {
    let writer = writer()
    for number in 0..<10 as Range<Int64> { #expect(writer.offer(clip(number))) }
    #expect(writer.stop(within: 30))
    #expect(
      reports.all
        == (0..<10).map { .written(clip($0).facts, path: path($0), bytes: 100) })
    #expect(writer.counts.written == 10 && writer.counts.bytes == 1_000)
    #expect(writer.waitingBytes == 0)
    #expect(!writer.offer(clip()))
  }

  @Test func `a disk that hangs holds nobody up: what does not fit is shed and counted`() {
    disk.state.withLock { $0.isHeld = true }
    let writer = writer(queueBytes: 3_000)
    #expect(writer.offer(clip(0)))
    disk.arrived.wait()
    // One is being written, two wait.
    #expect(writer.offer(clip(1)) && writer.offer(clip(2)))
    for number in 3..<100 as Range<Int64> { #expect(!writer.offer(clip(number))) }
    #expect(writer.counts.shed == 97 && writer.waitingBytes == 3_000)
    #expect(reports.all == (3..<100).map { .notWritten(clip($0).facts, .shed) })
    disk.state.withLock { $0.isHeld = false }
    disk.gate.signal()
    #expect(writer.stop(within: 30))
    #expect(writer.counts.written == 3)
  }

  @Test func `a clip larger than the queue is taken where none waits`() {
    let writer = writer(queueBytes: 10)
    #expect(writer.offer(clip()))
    #expect(writer.stop(within: 30))
    #expect(writer.counts.written == 1)
  }

  @Test func `an end that a hanging disk would delay gives up what waits, and says so`() throws {
    disk.state.withLock { $0.isHeld = true }
    let writer = writer()
    for number in 0..<3 as Range<Int64> { writer.offer(clip(number)) }
    disk.arrived.wait()
    #expect(!writer.stop(within: 0.01))
    disk.gate.signal()
    try reports.wait(for: 3)
    #expect(
      reports.all == [
        .written(clip(0).facts, path: path(0), bytes: 100),
        .notWritten(clip(1).facts, .stopped), .notWritten(clip(2).facts, .stopped),
      ])
    #expect(writer.counts.stopped == 2)
  }

  @Test func `below the floor none is written, which is told once, and it goes on by itself`()
    throws
  {
    disk.state.withLock { $0.free = 10_999 }
    let writer = writer(freeFloor: 10_000)
    writer.offer(clip(0))
    try reports.wait(for: 1)
    disk.state.withLock { $0.free = 9_999 }
    for number in 1..<4 as Range<Int64> { writer.offer(clip(number)) }
    try reports.wait(for: 5)
    #expect(writer.trouble == .lowSpace(free: 9_999, floor: 10_000))
    disk.state.withLock { $0.free = 11_000 }
    writer.offer(clip(4))
    #expect(writer.stop(within: 30))
    let first = ClipTrouble.lowSpace(free: 10_999, floor: 10_000)
    let later = ClipTrouble.lowSpace(free: 9_999, floor: 10_000)
    #expect(
      reports.all == [
        .notWritten(clip(0).facts, .suspended(first)), .troubled(first),
        .notWritten(clip(1).facts, .suspended(later)),
        .notWritten(clip(2).facts, .suspended(later)),
        .notWritten(clip(3).facts, .suspended(later)), .recovered(lost: 4),
        .written(clip(4).facts, path: path(4), bytes: 100),
      ])
    #expect(writer.counts.suspended == 4 && writer.trouble == nil)
  }

  @Test func `a clip that failed is not tried again, the next one is`() throws {
    let full = AudioError.diskFull(path: "x")
    disk.state.withLock { $0.error = full }
    let writer = writer()
    writer.offer(clip(0))
    writer.offer(clip(1))
    try reports.wait(for: 3)
    disk.state.withLock { $0.error = nil }
    writer.offer(clip(2))
    #expect(writer.stop(within: 30))
    #expect(
      reports.all == [
        .notWritten(clip(0).facts, .failed(full)), .troubled(.failing(full)),
        .notWritten(clip(1).facts, .failed(full)), .recovered(lost: 2),
        .written(clip(2).facts, path: path(2), bytes: 100),
      ])
    #expect(writer.counts.failed == 2)
  }

  @Test func `whoever wants it can have no clips written for a while`() throws {
    let writer = writer()
    writer.suspend("too many locked clips")
    writer.offer(clip(0))
    try reports.wait(for: 2)
    writer.suspend(nil)
    writer.offer(clip(1))
    #expect(writer.stop(within: 30))
    let trouble = ClipTrouble.asked("too many locked clips")
    #expect(
      reports.all == [
        .notWritten(clip(0).facts, .suspended(trouble)), .troubled(trouble),
        .recovered(lost: 1), .written(clip(1).facts, path: path(1), bytes: 100),
      ])
  }

  @Test func `clips of one name get numbers`() {
    let writer = writer()
    for _ in 0..<3 { writer.offer(clip(7)) }
    #expect(writer.stop(within: 30))
    let name = clip(7).facts.name
    #expect(
      disk.state.withLock { $0.written }
        == [name.file, name.next.file, name.next.next.file])
  }

  @Test func `on a real disk the file is there and says what it is`() throws {
    let folder = try TemporaryFolder()
    let writer = ClipWriter(
      disk: .folder(folder.url.path), queueBytes: 1 << 20, freeFloor: 0, report: reports.add)
    writer.offer(clip(0, samples: 9_600))
    writer.offer(clip(0, samples: 9_600))
    #expect(writer.stop(within: 30))
    #expect(writer.counts.written == 2)
    guard case .written(let facts, let path, let bytes) = reports.all.last else {
      Issue.record("\(reports.all)")
      return
    }
    #expect(path == facts.name.next.description)
    let file = try SoundFile(path: folder.path(path))
    #expect(file.fileSize == bytes && file.frames == 9_600)
    let metadata = try RecorderMetadata.read(from: file, timeZone: nil)
    #expect(metadata.originalFileName == facts.name.next.file)
    #expect(metadata.speciesAutoID == "Corvus corax")
    #expect(metadata.start?.utcMicroseconds == 0 && metadata.start?.utcOffsetMinutes == 120)
  }

  @Test func `a folder that has gone is an error, and is not made anew`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("clips")
    let writer = ClipWriter(
      disk: .folder(path), queueBytes: 1 << 20, freeFloor: 0, report: reports.add)
    writer.offer(clip())
    #expect(writer.stop(within: 30))
    #expect(
      reports.all.last
        == .troubled(.failing(.notWritten(path: path, reason: "no such file or directory"))))
    #expect(!FileManager.default.fileExists(atPath: path))
    try ClipDisk.makeFolder(path)
    try ClipDisk.makeFolder(path)
    #expect(try ClipDisk.freeBytes(at: path) > 0)
    try Data([1]).write(to: folder.url.appending(path: "file"))
    #expect(
      throws: AudioError.notWritten(
        path: folder.path("file/clips"), reason: "the folder cannot be made")
    ) { try ClipDisk.makeFolder(folder.path("file/clips")) }
  }
}

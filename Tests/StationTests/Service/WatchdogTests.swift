import AudioIO
import EventDetection
import Foundation
import SpeciesClassifier
import Synchronization
import TestSupport
import Testing

@testable import AudioCapture
@testable import EventLog
@testable import Station
@testable import Survey

/// When a service manager is told that all is well, and when not.
@Suite struct WatchdogTests {
  private func input(
    _ name: String = "pond", isWanted: Bool = true, analysed: Double = 0, attempts: Int = 0,
    longestPause: Double = 60
  ) -> InputProgress {
    InputProgress(
      name: name, isWanted: isWanted, analysedSeconds: analysed, attempts: attempts,
      longestPause: longestPause)
  }

  /// The seconds, of those asked about, at which the manager is told.
  private func fed(
    interval: Double = 30, seconds: ClosedRange<Int>, _ inputs: (Int) -> [InputProgress]
  ) -> [Int] {
    var watchdog = Watchdog(interval: interval)
    return seconds.filter { watchdog.isFed(inputs($0), at: Int64($0) * 1_000_000_000) }
  }

  @Test func `while sound is analysed, the manager is told twice within its interval`() {
    #expect(
      fed(seconds: 0...60) { [input(analysed: Double($0))] } == [0, 15, 30, 45, 60])
    #expect(fed(interval: 1, seconds: 0...3) { [input(analysed: Double($0))] } == [0, 1, 2, 3])
  }

  @Test func `an analysis that stands still ends the feeding, and its next sound begins it`() {
    // Heard for 100 s, hung for 300 s, heard again.
    let fed = fed(seconds: 0...450) {
      [input(analysed: Double($0 <= 100 ? $0 : max($0 - 300, 100)))]
    }
    #expect(fed.filter { $0 <= 220 } == Array(stride(from: 0, through: 210, by: 15)))
    #expect(fed.first { $0 > 220 } == 401)
  }

  @Test func `a microphone that is gone is no reason to start again, as long as it is tried`() {
    let tried = fed(seconds: 0...86_400) { [input(analysed: 5, attempts: $0 / 30)] }
    #expect(tried.count == 86_400 / 15 + 1)
    // The device's driver hangs in the ninth attempt.
    let hung = fed(seconds: 0...1000) { [input(analysed: 5, attempts: min($0 / 30, 8))] }
    #expect(hung.last == 360)
  }

  @Test func `one input that stands still is enough, and it is named`() {
    var watchdog = Watchdog(interval: 30)
    for second in 0...121 as ClosedRange<Int64> {
      let inputs = [input("pond", analysed: Double(second)), input("meadow", analysed: 7)]
      let isFed = watchdog.isFed(inputs, at: second * 1_000_000_000)
      #expect(isFed == (second.isMultiple(of: 15) && second <= 120))
      #expect(watchdog.standing == (second <= 120 ? [] : ["meadow"]))
    }
  }

  @Test func `a pause of the schedule is none of an input's, and its end gives it time`() {
    // Paused for an hour; then its thread hangs.
    let fed = fed(seconds: 0...4000) { [input(isWanted: $0 >= 3600, analysed: 9)] }
    #expect(fed.last == 3720)
    #expect(fed.count == 3720 / 15 + 1)
  }

  @Test func `inputs with longer pauses of their own have more time`() {
    #expect(fed(seconds: 0...1000) { _ in [input(longestPause: 0)] }.last == 60)
    #expect(fed(seconds: 0...1000) { _ in [input(longestPause: 600)] }.last == 660)
  }

  @Test func `an input that counts its attempts anew is none that stands still`() {
    let fed = fed(seconds: 0...600) { [input(attempts: $0 / 100 % 2)] }
    #expect(fed.last == 600)
  }
}

/// A station's word on how far its inputs are.
@Suite(.timeLimit(.minutes(2))) struct StationProgressTests {
  private let folder: TemporaryFolder
  private let plan: AnalysisPlan
  private let clock = TestClock()
  private let received = Received()

  init() throws {
    folder = try TemporaryFolder()
    plan = try AnalysisPlan(
      ModelBundle(path: TinyBundle.url.path), step: nil, rule: DetectionRule(), segmentSeconds: 5)
  }

  private func sound(seconds: Double) -> [Float] {
    TestScene.busy(seconds: seconds, seed: 1).samples().map { Float($0) / 0x1p15 }
  }

  private func station(
    _ steps: [ScriptedSource.Step],
    isScheduled: @escaping @Sendable (Int64) -> Bool = { _ in true },
    receiver: @escaping NewsReceiver
  ) throws -> Station {
    let input = StationInput(
      name: "pond", source: ScriptedSource(steps: steps, clock: clock), isPaced: true, plan: plan,
      channel: .index(0), silencePatience: 60, isScheduled: isScheduled)
    return Station(
      [input],
      log: SharedLog(
        try EventLog(path: folder.path("log.sqlite"), access: .creating, patience: 0.1)),
      clock: clock.capture, receiver: receiver)
  }

  @Test func `an input whose thread hangs while its capture runs stops the feeding`() throws {
    let isFree = Atomic<Bool>(false)
    let station = try station([.open, .sound(sound(seconds: 3)), .unheard(sound(seconds: 15))]) {
      [received] news in
      received.take(news)
      guard case .began = news else { return }
      while !isFree.load(ordering: .acquiring) { usleep(1000) }
    }
    var watchdog = Watchdog(interval: 30)
    func isFed() -> Bool { watchdog.isFed(station.progress, at: clock.now.monotonic) }
    station.start()
    try eventually { received.news.contains { if case .began = $0 { true } else { false } } }
    #expect(isFed())
    clock.pass(seconds: 119)
    #expect(isFed())
    clock.pass(seconds: 30)
    #expect(!isFed())
    #expect(watchdog.standing == ["pond"])
    isFree.store(true, ordering: .releasing)
    try eventually { station.progress[0].analysedSeconds > 2 }
    #expect(isFed())
    station.give(.stop)
    try eventually { station.isOver }
    #expect(!station.progress[0].isWanted, "what has ended is asked for nothing")
    clock.pass(seconds: 1000)
    #expect(isFed())
  }

  @Test func `an input in a pause is not wanted, and is when the schedule says so`() throws {
    let beginning = TestClock.beginning / 1000
    let station = try station(
      [.open], isScheduled: { $0 >= beginning + 3_600_000_000 }, receiver: received.take)
    #expect(!station.progress[0].isWanted)
    clock.pass(seconds: 3600)
    // Its thread has not even begun: the schedule is asked, not the thread.
    #expect(station.progress[0].isWanted)
  }
}

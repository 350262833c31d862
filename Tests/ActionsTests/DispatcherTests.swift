import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Actions

/// Many actions at once, some of which hang or fail.
@Suite struct DispatcherTests {
  private static let now = Samples.morning

  /// Does as it is told, and remembers.
  private final class Recorder: ActionTarget {
    let delivered = Collected<String>()
    private let body: @Sendable (Announcement, Allowance) throws(ActionError) -> Void

    init(
      _ body: @escaping @Sendable (Announcement, Allowance) throws(ActionError) -> Void = { _, _ in
      }
    ) {
      self.body = body
    }

    func deliver(_ announcement: Announcement, within allowance: Allowance) throws(ActionError) {
      try body(announcement, allowance)
      delivered.add(announcement.id)
    }
  }

  private func action(_ name: String, _ target: any ActionTarget) -> Action {
    Action(name: name, rule: .everything, target: target)
  }

  private static let ids = (0..<2000).map { Samples.numbered($0).id }

  /// Announcements of different species' names, so that no rule keeps any back.
  private func announce(_ numbers: Range<Int>, to dispatcher: Dispatcher) {
    for number in numbers { dispatcher.announce(Samples.numbered(number), at: Self.now) }
  }

  @Test func `each action gets what its rule lets pass, in order`() throws {
    let (all, few) = (Recorder(), Recorder())
    var conditions = ActionRule.Conditions()
    conditions.leastScore = 0.95
    let rule = try ActionRule(conditions, taxa: Samples.taxa)
    let dispatcher = Dispatcher([
      action("all", all), Action(name: "few", rule: rule, target: few),
    ]) { _ in }
    announce(0..<100, to: dispatcher)
    dispatcher.announce(.eventBegan(Samples.event(peak: 0.96)), at: Self.now)
    dispatcher.stop(within: 30)
    #expect(all.delivered.all == Array(Self.ids[0..<100]) + [Self.ids[0]])
    #expect(few.delivered.all == [Self.ids[0]])
    #expect(dispatcher.counts.map(\.counts.sent) == [101, 1])
  }

  @Test
  func `one that hangs delays no other, nor who announces; the oldest are dropped and counted`() {
    let hanging = Recorder { _, allowance in
      _ = allowance.wait(until: .now + .seconds(60)) { false }
    }
    let quick = Recorder()
    let reports = Collected<ActionReport>()
    let dispatcher = Dispatcher(
      [action("hanging", hanging), action("quick", quick)], queueLimit: 10
    ) { reports.add($0) }
    let start = ContinuousClock.now
    for number in 0..<500 {
      announce(number..<number + 1, to: dispatcher)
      #expect(eventually { quick.delivered.all.count == number + 1 })
    }
    #expect(hanging.delivered.all == [])
    let counts = dispatcher.counts[0].counts
    #expect(counts.dropped == 500 - 1 - 10 && counts.waiting == 11 && counts.sent == 0)
    dispatcher.stop(within: 0.1)
    #expect(ContinuousClock.now - start < .seconds(50))
    // The one under way ended with the station; what waited went unsent.
    #expect(dispatcher.counts[0].counts.dropped == 499)
    #expect(reports.all.map(\.kind) == [.dropped])
    #expect(
      reports.all.first?.text == "hanging: 489 announcements went unsent, as more than 10 waited.")
  }

  @Test func `failures are told ever more rarely, and their end once`() {
    let isBroken = Mutex(true)
    let target = Recorder { _, _ throws(ActionError) in
      if isBroken.withLock({ $0 }) { throw .nobodyReads(path: "pipe") }
    }
    let reports = Collected<ActionReport>()
    let dispatcher = Dispatcher([action("pond", target)]) { reports.add($0) }
    announce(0..<200, to: dispatcher)
    #expect(eventually { dispatcher.counts[0].counts.failed == 200 })
    isBroken.withLock { $0 = false }
    announce(200..<300, to: dispatcher)
    dispatcher.stop(within: 30)
    #expect(
      reports.all == [
        ActionReport(action: "pond", kind: .failed, text: "pond: pipe: nobody reads this pipe."),
        ActionReport(
          action: "pond", kind: .recovered, text: "pond: works again after 200 failures."),
      ])
    let counts = dispatcher.counts[0].counts
    #expect(counts.failed == 200 && counts.sent == 100 && counts.waiting == 0)
    #expect(counts.lastError == "pipe: nobody reads this pipe.")
  }

  @Test func `a report may be announced by who gets it`() {
    let target = Recorder { _, _ throws(ActionError) in throw .nobodyReads(path: "pipe") }
    let held: Mutex<Dispatcher?> = Mutex(nil)
    let dispatcher = Dispatcher([action("pond", target)]) { report in
      held.withLock { $0 }?.announce(Samples.incident(text: report.text), at: Self.now)
    }
    held.withLock { $0 = dispatcher }
    announce(0..<1, to: dispatcher)
    #expect(eventually { dispatcher.counts[0].counts.failed == 2 })
    dispatcher.stop(within: 30)
    held.withLock { $0 = nil }
  }

  @Test func `announced from many threads, none is lost`() {
    let target = Recorder()
    let dispatcher = Dispatcher([action("pond", target)], queueLimit: 2000) { _ in }
    DispatchQueue.concurrentPerform(iterations: 8) { part in
      announce(part * 250..<(part + 1) * 250, to: dispatcher)
    }
    dispatcher.stop(within: 60)
    #expect(Set(target.delivered.all) == Set(Self.ids))
    #expect(dispatcher.counts[0].counts.sent == 2000)
  }

  @Test func `after the stop nothing is delivered any more, and counted as dropped`() {
    let target = Recorder()
    let dispatcher = Dispatcher([action("pond", target)]) { _ in }
    dispatcher.stop(within: 30)
    announce(0..<3, to: dispatcher)
    #expect(target.delivered.all == [])
    #expect(dispatcher.counts[0].counts.dropped == 3)
  }
}

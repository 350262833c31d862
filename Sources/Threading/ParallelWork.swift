import Foundation

/// The same work for many items on several threads; its results come to one.
///
/// Each thread makes a worker of its own and takes the next item until there is none. What the results are
/// does not depend on the number of threads.
public struct ParallelWork<Item: Sendable, Outcome: Sendable> {
  /// What is worked on; the threads take it in this order.
  public let items: [Item]
  /// Threads, at least 1.
  public let jobs: Int
  /// Called on each thread.
  public let makeWorker: @Sendable () throws -> (Item) -> Outcome

  /// Starts nothing: ``run(stop:deliver:)`` or ``runInOrder(stop:deliver:)`` does.
  /// - Parameters:
  ///   - jobs: Threads; fewer than 1 count as 1, and no more are started than there are items.
  ///   - makeWorker: Called once on each thread; what it throws ends the run.
  public init(
    items: [Item], jobs: Int, makeWorker: @escaping @Sendable () throws -> (Item) -> Outcome
  ) {
    self.items = items
    self.jobs = jobs
    self.makeWorker = makeWorker
  }

  private enum Message: Sendable {
    case outcome(Int, Outcome)
    case left((any Error)?)
  }

  private final class Board: Sendable {
    let next = Guarded(0)
    let messages = Guarded<[Message]>([])
    let available = DispatchSemaphore(value: 0)

    func post(_ message: Message) {
      messages.withLock { $0.append(message) }
      available.signal()
    }

    func take() -> Message {
      available.wait()
      return messages.withLock { $0.removeFirst() }
    }
  }

  /// Hands over results in the order in which they are done.
  /// - Parameters:
  ///   - stop: Asked before each item, on any thread.
  ///   - deliver: Called on this thread with each item's position and result.
  /// - Throws: What making a worker threw; then no result is complete.
  public func run(stop: @escaping @Sendable () -> Bool, deliver: (Int, Outcome) -> Void) throws {
    let board = Board()
    var threads = min(max(jobs, 1), max(items.count, 1))
    for number in 1...threads {
      let thread = Thread { [items, makeWorker] in
        do {
          let work = try makeWorker()
          while !stop() {
            let position = board.next.withLock { next in
              defer { next += 1 }
              return next
            }
            guard position < items.count else { break }
            board.post(.outcome(position, work(items[position])))
          }
          board.post(.left(nil))
        } catch {
          board.next.withLock { $0 = items.count }
          board.post(.left(error))
        }
      }
      thread.name = "earshot \(number)"
      thread.stackSize = 1 << 20
      thread.start()
    }
    var problem: (any Error)?
    while threads > 0 {
      switch board.take() {
      case .outcome(let position, let outcome): deliver(position, outcome)
      case .left(let error):
        threads -= 1
        problem = problem ?? error
      }
    }
    if let problem { throw problem }
  }

  /// Hands over results in the order of their items. What is done before its turn waits in memory.
  /// - Parameters:
  ///   - stop: As of ``run(stop:deliver:)``.
  ///   - deliver: Likewise; if it throws, no further item is begun.
  /// - Throws: What making a worker threw, or `deliver`.
  public func runInOrder(
    stop: @escaping @Sendable () -> Bool = { false },
    deliver: (Int, Outcome) throws -> Void
  ) throws {
    let isAbandoned = Guarded(false)
    var waiting: [Int: Outcome] = [:]
    var next = 0
    var problem: (any Error)?
    let isOver: @Sendable () -> Bool = { stop() || isAbandoned.withLock { $0 } }
    try run(stop: isOver) { position, outcome in
      waiting[position] = outcome
      while problem == nil, let turn = waiting.removeValue(forKey: next) {
        do {
          try deliver(next, turn)
        } catch {
          problem = error
          isAbandoned.withLock { $0 = true }
        }
        next += 1
      }
    }
    if let problem { throw problem }
  }
}

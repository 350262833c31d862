import Foundation
import Synchronization

/// The same work for many items on several threads; its results come to one.
///
/// Each thread makes a worker of its own and takes the next item until there is none. Results come in
/// the order in which they are done; what they are does not depend on the number of threads.
struct ParallelWork<Item: Sendable, Outcome: Sendable> {
  let items: [Item]
  /// Threads, at least 1.
  let jobs: Int
  /// Called on each thread.
  let makeWorker: @Sendable () throws -> (Item) -> Outcome

  private enum Message: Sendable {
    case outcome(Int, Outcome)
    case left((any Error)?)
  }

  private final class Board: Sendable {
    let next = Mutex(0)
    let messages = Mutex<[Message]>([])
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

  /// - Parameters:
  ///   - stop: Asked before each item, on any thread.
  ///   - deliver: Called on this thread with each item's position and result.
  /// - Throws: What making a worker threw; then no result is complete.
  func run(stop: @escaping @Sendable () -> Bool, deliver: (Int, Outcome) -> Void) throws {
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
}

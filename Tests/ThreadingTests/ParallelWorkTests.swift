import Dispatch
import Testing
import Threading

@Suite struct ParallelWorkTests {
  private struct Refusal: Error, Equatable { let item: Int }

  private func work(_ count: Int, jobs: Int) -> ParallelWork<Int, Int> {
    ParallelWork(items: Array(0..<count), jobs: jobs) { { $0 * $0 } }
  }

  @Test func `what is done before its turn waits`() throws {
    let isDone = DispatchSemaphore(value: 0)
    let work = ParallelWork<Int, Int>(items: [0, 1, 2], jobs: 2) {
      { item in
        // The first is done when the second is.
        if item == 0 { isDone.wait() }
        if item == 1 { isDone.signal() }
        return item * 10
      }
    }
    var delivered: [[Int]] = []
    try work.runInOrder { delivered.append([$0, $1]) }
    #expect(delivered == [[0, 0], [1, 10], [2, 20]])
  }

  @Test(arguments: [0, 1, 7, 100], [1, 2, 5])
  func `results come in the order of their items, each once`(count: Int, jobs: Int) throws {
    var delivered: [Int] = []
    try work(count, jobs: jobs).runInOrder { place, result in
      #expect(result == place * place)
      delivered.append(place)
    }
    #expect(delivered == Array(0..<count))
  }

  @Test(arguments: [1, 4])
  func `who does not want the next result ends the work`(jobs: Int) {
    var delivered = 0
    #expect(throws: Refusal(item: 3)) {
      try work(1000, jobs: jobs).runInOrder { place, _ in
        if place == 3 { throw Refusal(item: place) }
        delivered += 1
      }
    }
    #expect(delivered == 3)
  }

  @Test func `a worker that cannot be made is told, and nothing hangs`() {
    let work = ParallelWork<Int, Int>(items: [1, 2, 3], jobs: 2) { throw Refusal(item: 0) }
    #expect(throws: Refusal(item: 0)) { try work.runInOrder { _, _ in } }
  }
}

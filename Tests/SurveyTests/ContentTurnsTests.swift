import TestSupport
import Testing

@testable import Survey

@Suite struct ContentTurnsTests {
  @Test func `a path never waits for a later one, and a content is analysed by one path at a time`()
  {
    for seed in 1...300 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      var turns = ContentTurns()
      var analysing: Set<Int> = []
      var failed: Set<Int> = []
      var isCommitted = false
      for _ in 0..<40 {
        let path = Int.random(in: 0..<8, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where analysing.contains(path):
          turns.fail(path, with: "content")
          analysing.remove(path)
          failed.insert(path)
        case 1 where analysing.contains(path):
          turns.commit("content")
          analysing = []
          isCommitted = true
        default:
          guard !analysing.contains(path), !failed.contains(path) else { continue }
          switch turns.turn(of: path, with: "content") {
          case .repeatEarlier:
            #expect(isCommitted || analysing.contains { $0 < path }, "seed \(seed)")
          case .analyse(let displaced):
            #expect(!isCommitted && displaced.map(analysing.contains) ?? true, "seed \(seed)")
            #expect(displaced.map { $0 > path } ?? true, "seed \(seed)")
            if let displaced { analysing.remove(displaced) }
            analysing.insert(path)
          }
        }
        #expect(analysing.count <= 1, "seed \(seed)")
      }
    }
  }

  @Test
  func `the place of a path that failed is free, and what a later one fails at changes nothing`() {
    var turns = ContentTurns()
    #expect(turns.turn(of: 3, with: "a") == .analyse(displacing: nil))
    #expect(turns.turn(of: 1, with: "a") == .analyse(displacing: 3))
    turns.fail(3, with: "a")
    #expect(turns.turn(of: 2, with: "a") == .repeatEarlier)
    turns.fail(1, with: "a")
    #expect(turns.turn(of: 2, with: "a") == .analyse(displacing: nil))
    #expect(turns.turn(of: 4, with: "b") == .analyse(displacing: nil))
  }
}

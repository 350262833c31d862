import TestSupport
import Testing

@testable import QuantizedInference

@Suite struct PlacementTests {
  @Test func `requests lie where the naive definition puts them`() {
    for seed in 1...4000 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let requests = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        request(&random)
      }
      #expect(Placement(requests).offsets == NaivePlacement.offsets(requests), "seed \(seed)")
    }
  }

  /// Of up to four pieces, each written while the one before it is read for the last time.
  private func request(_ random: inout SplitMix64) -> MemoryPlan.Request {
    var start = Int.random(in: 0...20, using: &random)
    func piece() -> MemoryPlan.Request.Piece {
      let end = start + Int.random(in: 0...6, using: &random)
      defer { start = end }
      return MemoryPlan.Request.Piece(
        tensor: nil, lifetime: start...end, byteCount: Int.random(in: 0...100, using: &random))
    }
    var request = MemoryPlan.Request(piece())
    for _ in 0..<max(0, Int.random(in: -3...3, using: &random)) { request.append(piece()) }
    return request
  }
}

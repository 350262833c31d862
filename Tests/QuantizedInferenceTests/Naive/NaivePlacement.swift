@testable import QuantizedInference

/// Greedy placement as its definition says it: each request lies at the lowest of all places at which it
/// touches none of those before it.
enum NaivePlacement {
  static func offsets(_ requests: [MemoryPlan.Request]) -> [Int] {
    var placed: [(request: MemoryPlan.Request, offset: Int)] = []
    for request in requests { placed.append((request, lowestPlace(for: request, among: placed))) }
    return placed.map(\.offset)
  }

  private static func lowestPlace(
    for request: MemoryPlan.Request, among placed: [(request: MemoryPlan.Request, offset: Int)]
  ) -> Int {
    let others = placed.compactMap { other, offset -> (start: Int, end: Int, most: Int)? in
      guard let most = Self.most(of: request, during: other),
        let size = Self.most(of: other, during: request)
      else { return nil }
      let end = (offset + size + MemoryPlan.alignment - 1) / MemoryPlan.alignment
      return (offset, end * MemoryPlan.alignment, most)
    }
    // The lowest place is at the bottom or on top of one of them.
    let places = [0] + others.map(\.end).sorted()
    return places.first { place in
      others.allSatisfy { place >= $0.end || place + $0.most <= $0.start }
    } ?? -1
  }

  /// The most bytes that a request takes while the other is needed; nil if that never happens.
  private static func most(of request: MemoryPlan.Request, during other: MemoryPlan.Request) -> Int?
  {
    request.pieces.filter { piece in
      other.pieces.contains { $0.lifetime.overlaps(piece.lifetime) }
    }.map(\.byteCount).max()
  }
}

/// Where requests lie that are placed one after the other: each at the lowest offset at which it touches
/// none of those before it that are needed at the same time.
///
/// Those before it lie sorted by their offsets, so a request looks at each of them once; all of them are
/// placed in time with the square of their number.
struct Placement {
  private struct Placed {
    let request: Int
    let span: ClosedRange<Int>
    let offset: Int
  }

  /// A request may lie neither at an offset between these two, nor across them.
  private struct Obstacle {
    let start: Int
    let end: Int
  }

  /// Of each request.
  private(set) var offsets: [Int] = []
  /// By offset.
  private var placed: [Placed] = []
  private var obstacles: [Obstacle] = []

  init(_ requests: [MemoryPlan.Request]) {
    offsets.reserveCapacity(requests.count)
    placed.reserveCapacity(requests.count)
    for (index, request) in requests.enumerated() {
      let offset = lowestPlace(for: request, among: requests)
      offsets.append(offset)
      placed.insert(
        Placed(request: index, span: request.span, offset: offset), at: firstPlace(above: offset))
    }
  }

  private mutating func lowestPlace(
    for request: MemoryPlan.Request, among requests: [MemoryPlan.Request]
  ) -> Int {
    obstacles.removeAll(keepingCapacity: true)
    for other in placed where other.span.overlaps(request.span) {
      guard let bytes = request.bytes(beside: requests[other.request]) else { continue }
      obstacles.append(
        Obstacle(
          start: other.offset - bytes.own, end: MemoryPlan.aligned(other.offset + bytes.other)))
    }
    // So they lie already, unless the request takes more beside one than beside another.
    obstacles.sort { $0.start < $1.start }
    var offset = 0
    for obstacle in obstacles {
      guard obstacle.start < offset else { break }
      offset = max(offset, obstacle.end)
    }
    return offset
  }

  /// In ``placed``, behind all that lie at the offset or below.
  private func firstPlace(above offset: Int) -> Int {
    var (low, high) = (0, placed.count)
    while low < high {
      let middle = (low + high) / 2
      if placed[middle].offset > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Where in one block of memory, the arena, each tensor lies while it is needed.
///
/// Two tensors may share bytes if no operator needs both. Tensors that equal another byte for
/// byte (the output of `RESHAPE`, of a `PAD` by nothing) share its place, and so does an output with
/// an operand that its kernel may overwrite; a `PAD` whose zeros the following convolution can imagine
/// has none. Placement is greedy: the largest first, each at
/// the lowest free offset.
public struct MemoryPlan: Sendable, Hashable {
  /// A piece of the arena.
  public struct Allocation: Sendable, Hashable {
    /// Index of the tensor; nil for the scratch memory of an operator.
    public let tensor: Int?
    /// The operator positions from the one that writes it to the last that reads it. A network
    /// input lives from position 0, an output until the number of operators.
    public let lifetime: ClosedRange<Int>
    /// From the arena's start, a multiple of ``MemoryPlan/alignment``.
    public let offset: Int
    public let byteCount: Int
  }

  /// Every allocation starts at a multiple of so many bytes.
  public static let alignment = 16

  /// In the order of their offsets.
  public let allocations: [Allocation]
  /// The arena's size: the most memory that a run needs, the network's inputs included.
  public let arenaBytes: Int

  /// Something that needs a place.
  struct Request {
    let tensor: Int?
    let lifetime: ClosedRange<Int>
    let byteCount: Int
  }

  init(_ requests: [Request]) {
    let largestFirst = requests.filter { $0.byteCount > 0 }.sorted {
      ($0.byteCount, $1.lifetime.lowerBound) > ($1.byteCount, $0.lifetime.lowerBound)
    }
    var placed: [Allocation] = []
    for request in largestFirst {
      let place = Self.lowestGap(for: request, among: placed)
      placed.insert(
        Allocation(
          tensor: request.tensor, lifetime: request.lifetime, offset: place.offset,
          byteCount: request.byteCount),
        at: place.index)
    }
    allocations = placed
    arenaBytes = placed.map { Self.aligned($0.offset + $0.byteCount) }.max() ?? 0
  }

  /// - Parameter placed: Sorted by offset.
  /// - Returns: The offset, and where in `placed` the new allocation keeps the order.
  private static func lowestGap(for request: Request, among placed: [Allocation])
    -> (offset: Int, index: Int)
  {
    var offset = 0
    for other in placed where other.lifetime.overlaps(request.lifetime) {
      if other.offset >= offset + request.byteCount { break }
      offset = max(offset, aligned(other.offset + other.byteCount))
    }
    return (offset, placed.firstIndex { $0.offset > offset } ?? placed.count)
  }

  private static func aligned(_ offset: Int) -> Int {
    (offset + alignment - 1) / alignment * alignment
  }
}

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
    /// Of the tensor or the scratch memory; need not be such a multiple.
    public let byteCount: Int
  }

  /// Every allocation starts at a multiple of so many bytes.
  public static let alignment = 16

  /// In the order of their offsets.
  public let allocations: [Allocation]
  /// The arena's size: the most memory that a run needs, the network's inputs included but for those of
  /// float32 that are quantized where the caller has them.
  public let arenaBytes: Int

  /// How far up the arena is in use while an operator runs.
  public func bytes(at position: Int) -> Int {
    allocations.reduce(0) {
      $1.lifetime.contains(position) ? max($0, $1.offset + $1.byteCount) : $0
    }
  }

  /// What needs a place: a tensor, or several of which each lies where the one before it lay, from its
  /// start, and is written while that is still being read.
  struct Request {
    struct Piece {
      /// Nil for scratch memory.
      let tensor: Int?
      let lifetime: ClosedRange<Int>
      let byteCount: Int
    }

    private(set) var pieces: [Piece]
    /// From the first piece's beginning to the last one's end.
    private(set) var span: ClosedRange<Int>
    /// Bytes of the largest piece.
    private(set) var largest: Int

    init(_ piece: Piece) {
      pieces = [piece]
      span = piece.lifetime
      largest = piece.byteCount
    }

    mutating func append(_ piece: Piece) {
      pieces.append(piece)
      span = span.lowerBound...max(span.upperBound, piece.lifetime.upperBound)
      largest = max(largest, piece.byteCount)
    }

    var start: Int { pieces[0].lifetime.lowerBound }

    /// The most bytes that this and the other take while both are needed; nil if that never happens.
    func bytes(beside other: Request) -> (own: Int, other: Int)? {
      guard span.overlaps(other.span) else { return nil }
      guard pieces.count > 1 || other.pieces.count > 1 else { return (largest, other.largest) }
      var most: (own: Int, other: Int)?
      for mine in pieces {
        for others in other.pieces where others.lifetime.overlaps(mine.lifetime) {
          most = (max(most?.own ?? 0, mine.byteCount), max(most?.other ?? 0, others.byteCount))
        }
      }
      return most
    }

    func size(at moment: Int) -> Int {
      pieces.reduce(0) { $1.lifetime.contains(moment) ? max($0, $1.byteCount) : $0 }
    }
  }

  /// Places the largest request first; of equal ones the one that is needed last. As long as that takes
  /// more than what is needed at once, tries again with what reached furthest up placed first.
  /// - Parameter attempts: Plans to make at most.
  init(_ requests: [Request], attempts: Int = 1) {
    var order = requests.filter { $0.largest > 0 }.sorted {
      ($0.largest, $1.start) > ($1.largest, $0.start)
    }
    let least = attempts > 1 ? Self.mostAtOnce(order) : 0
    var offsets = Placement(order).offsets
    var best = (order: order, offsets: offsets, bytes: Self.arenaBytes(order, offsets))
    for _ in 1..<max(attempts, 2) where attempts > 1 && best.bytes > least {
      guard
        let highest = order.indices.max(by: {
          offsets[$0] + order[$0].largest < offsets[$1] + order[$1].largest
        }), highest > 0
      else { break }
      order.insert(order.remove(at: highest), at: 0)
      offsets = Placement(order).offsets
      let bytes = Self.arenaBytes(order, offsets)
      if bytes < best.bytes { best = (order, offsets, bytes) }
    }
    allocations = zip(best.order, best.offsets).flatMap { request, offset in
      request.pieces.map {
        Allocation(
          tensor: $0.tensor, lifetime: $0.lifetime, offset: offset, byteCount: $0.byteCount)
      }
    }.sorted { ($0.offset, $0.lifetime.lowerBound) < ($1.offset, $1.lifetime.lowerBound) }
    arenaBytes = best.bytes
  }

  private static func arenaBytes(_ requests: [Request], _ offsets: [Int]) -> Int {
    zip(requests, offsets).map { aligned($1 + $0.largest) }.max() ?? 0
  }

  /// The bytes of all that is needed at once, at the worst moment: no plan takes less.
  static func mostAtOnce(_ requests: [Request]) -> Int {
    let moments = Set(requests.flatMap { $0.pieces.map(\.lifetime.lowerBound) })
    return moments.map { moment in
      requests.reduce(0) { $0 + aligned($1.size(at: moment)) }
    }.max() ?? 0
  }

  static func aligned(_ offset: Int) -> Int {
    offset.roundedUp(toMultipleOf: alignment)
  }
}

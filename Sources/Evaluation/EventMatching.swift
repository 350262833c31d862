/// What counts as the same event.
public enum EventTolerance: Sendable, Hashable {
  /// The beginnings are at most `onset` seconds apart, and the ends at most `offset` seconds or
  /// `offsetShare` of the true event's length, whichever is longer.
  ///
  /// Source: A. Mesaros, T. Heittola, T. Virtanen, *Metrics for polyphonic sound event detection*, 2016
  /// (sed_eval).
  case collar(onset: Double, offset: Double, offsetShare: Double)
  /// What both cover is at least this share of what either covers, in (0, 1].
  case overlap(Double)

  /// Whether `found` is as good as `true`.
  public func accepts(_ found: Range<Double>, for truth: Range<Double>) -> Bool {
    switch self {
    case .collar(let onset, let offset, let share):
      let length = truth.upperBound - truth.lowerBound
      return abs(found.lowerBound - truth.lowerBound) <= onset
        && abs(found.upperBound - truth.upperBound) <= max(offset, share * length)
    case .overlap(let least):
      let both =
        min(found.upperBound, truth.upperBound) - max(found.lowerBound, truth.lowerBound)
      let either =
        max(found.upperBound, truth.upperBound) - min(found.lowerBound, truth.lowerBound)
      return both > 0 && both >= least * either
    }
  }
}

/// Found events against true ones of the same class in the same recording: each true one takes at most one
/// found one, and as many pairs are made as can be.
///
/// Source: J. Hopcroft, R. Karp, 1973, for what is searched; augmenting paths by H. Kuhn, 1955.
public struct EventMatching: Sendable {
  /// Of each found event, the true one that it is.
  public let truthOfFound: [Int?]
  /// Pairs, found events without a true one, and true ones that nothing found.
  public let counts: BinaryCounts

  /// Spans are in seconds.
  public init(found: [Range<Double>], truth: [Range<Double>], tolerance: EventTolerance) {
    let possible = found.map { event in
      truth.indices.filter { tolerance.accepts(event, for: truth[$0]) }
    }
    var pairs = Pairs(found: found.count, truth: truth.count)
    for event in found.indices { pairs.place(event, possible) }
    let truthOfFound = pairs.truthOfFound
    self.truthOfFound = truthOfFound
    let matched = Double(truthOfFound.count { $0 != nil })
    counts = BinaryCounts(
      truePositives: matched, falsePositives: Double(found.count) - matched,
      falseNegatives: Double(truth.count) - matched)
  }
}

/// Which found event is which true one, so far.
private struct Pairs {
  var truthOfFound: [Int?]
  var foundOfTruth: [Int?]

  init(found: Int, truth: Int) {
    truthOfFound = Array(repeating: nil, count: found)
    foundOfTruth = Array(repeating: nil, count: truth)
  }

  /// Finds a place for one event, moving others where that makes room. Breadth first: as deep as a
  /// recursion would go, a day of events would overflow a stack.
  mutating func place(_ start: Int, _ possible: [[Int]]) {
    var cameFrom: [Int: Int] = [:]
    var queue = [start]
    var next = 0
    while next < queue.count {
      let event = queue[next]
      next += 1
      for truth in possible[event] where cameFrom[truth] == nil {
        cameFrom[truth] = event
        guard let holder = foundOfTruth[truth] else { return move(to: truth, cameFrom) }
        queue.append(holder)
      }
    }
  }

  /// Back along the path, each event takes the place that the one after it leaves.
  private mutating func move(to free: Int, _ cameFrom: [Int: Int]) {
    var free: Int? = free
    while let place = free, let event = cameFrom[place] {
      free = truthOfFound[event]
      truthOfFound[event] = place
      foundOfTruth[place] = event
    }
  }
}

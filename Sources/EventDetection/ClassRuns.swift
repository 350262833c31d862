/// Windows of one class that belong together.
struct Run: Sendable {
  var range: SampleRange
  var peak: Float
  var sum: Double
  var windows: Int
  /// Whether one of its windows is among *k* that reach the threshold for entering within the span.
  var isConfirmed = false
}

/// The runs of one class that are not yet decided.
struct ClassRuns: Sendable {
  private let rule: ResolvedRule.ClassRule
  /// In the order of their starts; only the last can still grow.
  private(set) var runs: [Run] = []
  /// How many runs were handed out before `runs[0]`.
  private var decided = 0
  /// Windows that reach the threshold for entering and count towards the confirmation of later ones:
  /// their starts, and the numbers of the runs they lie in, which may be decided already.
  private var entering: [(start: Int64, run: Int)] = []

  init(_ rule: ResolvedRule.ClassRule) { self.rule = rule }

  var isEmpty: Bool { runs.isEmpty }

  /// Adds a window that reaches the staying threshold.
  mutating func add(_ score: Float, in range: SampleRange) {
    if let last = runs.indices.last, range.start - runs[last].range.end <= rule.bridgedGap {
      runs[last].range = runs[last].range.union(range)
      runs[last].peak = max(runs[last].peak, score)
      runs[last].sum += Double(score)
      runs[last].windows += 1
    } else {
      runs.append(Run(range: range, peak: score, sum: Double(score), windows: 1))
    }
    if score >= rule.enter { confirm(range) }
  }

  private mutating func confirm(_ range: SampleRange) {
    guard rule.confirmations > 1 else {
      runs[runs.count - 1].isConfirmed = true
      return
    }
    forget(before: range)
    entering.append((range.start, decided + runs.count - 1))
    guard entering.count >= rule.confirmations else { return }
    // Each of them is at most the span away from this window, and so are k together.
    for window in entering where window.run >= decided {
      runs[window.run - decided].isConfirmed = true
    }
  }

  /// Drops what no window that ends with `range` or later can confirm.
  private mutating func forget(before range: SampleRange) {
    let tooOld = entering.prefix { range.end - $0.start > rule.confirmationSpan }.count
    entering.removeFirst(tooOld)
  }

  /// Removes the runs at the front to which neither `range` nor a later window can add.
  mutating func closed(before range: SampleRange) -> [Run] {
    forget(before: range)
    let unconfirmed = entering.first { $0.run >= decided && !runs[$0.run - decided].isConfirmed }
    let complete = runs.prefix { range.start - $0.range.end > rule.bridgedGap }.count
    return remove(min(complete, unconfirmed.map { $0.run - decided } ?? complete))
  }

  mutating func removeAll() -> [Run] {
    entering = []
    return remove(runs.count)
  }

  private mutating func remove(_ count: Int) -> [Run] {
    let removed = Array(runs.prefix(count))
    runs.removeFirst(count)
    decided += count
    return removed
  }
}

/// Found events against true ones, class by class, over many recordings.
public struct EventEvaluation: Sendable {
  /// An event of a class.
  public struct Event: Sendable, Hashable {
    /// From 0, in the order of the model's classes.
    public var classIndex: Int
    /// Seconds of its recording.
    public var span: Range<Double>

    /// - Parameter span: Seconds.
    public init(classIndex: Int, span: Range<Double>) {
      self.classIndex = classIndex
      self.span = span
    }
  }

  /// What was found and what is so in one recording.
  public struct Recording: Sendable {
    /// What a model's rule made of it, in any order.
    public var found: [Event]
    /// What people heard in it, in any order.
    public var truth: [Event]
    /// What belongs together in resampling.
    public var cluster: String

    /// - Parameter cluster: Recordings of one cluster are no independent witnesses.
    public init(found: [Event], truth: [Event], cluster: String) {
      self.found = found
      self.truth = truth
      self.cluster = cluster
    }
  }

  /// Of one class, or of all.
  public struct Figures: Sendable {
    /// Summed over the recordings, each once.
    public let counts: BinaryCounts
    /// Of the events found, the share that is true; without a value if none was found.
    public let precision: Interval
    /// Of the true events, the share that was found; without a value if there are none.
    public let recall: Interval
    /// The harmonic mean of both; without a value if nothing is true and nothing was found.
    public let f1: Interval
  }

  /// Of each class, in their order; also of those without an event.
  public let classes: [Figures]
  /// Of all events, whatever their class.
  public let all: Figures
  /// The mean over the classes that have a true event.
  public let macroF1: Interval
  /// By which found events and true ones were paired.
  public let tolerance: EventTolerance

  /// - Parameters:
  ///   - bootstrap: Of the recordings' clusters.
  public init(
    _ recordings: [Recording], classCount: Int, tolerance: EventTolerance,
    bootstrap: ClusterBootstrap
  ) {
    self.tolerance = tolerance
    let counts = recordings.map { recording in
      (0..<classCount).map { index in
        EventMatching(
          found: recording.found.filter { $0.classIndex == index }.map(\.span),
          truth: recording.truth.filter { $0.classIndex == index }.map(\.span),
          tolerance: tolerance
        ).counts
      }
    }
    func sums(_ weights: [Double]?) -> [BinaryCounts] {
      var sums = [BinaryCounts](repeating: BinaryCounts(), count: classCount + 1)
      for (recording, own) in counts.enumerated() {
        for index in 0..<classCount {
          sums[index].add(own[index], weight: weights?[recording] ?? 1)
          sums[classCount].add(own[index], weight: weights?[recording] ?? 1)
        }
      }
      return sums
    }
    let intervals = bootstrap.intervals { weights in
      let sums = sums(weights)
      let present = sums.dropLast().filter { $0.actual > 0 }
      let macro =
        present.isEmpty ? nil : present.reduce(0) { $0 + ($1.f1 ?? 0) } / Double(present.count)
      return sums.flatMap { [$0.precision, $0.recall, $0.f1] } + [macro]
    }
    let figures = sums(nil).enumerated().map { index, sum in
      // Recall and F1 rest on the recordings that have a true event.
      let own = Set(
        recordings.filter { recording in
          recording.truth.contains { index == classCount || $0.classIndex == index }
        }.map(\.cluster))
      return Figures(
        counts: sum, precision: intervals[3 * index],
        recall: intervals[3 * index + 1].bounded(byRecordings: own.count),
        f1: intervals[3 * index + 2].bounded(byRecordings: own.count))
    }
    classes = Array(figures.dropLast())
    all = figures[classCount]
    macroF1 = intervals[3 * classCount + 3]
  }
}

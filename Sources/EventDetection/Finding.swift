/// What the rule makes of a run of windows.
public enum Finding: Hashable, Sendable {
  /// It passed the rule.
  case event(Event)
  /// It did not; the candidate says why.
  case candidate(Candidate)

  /// Index into the bundle's classes.
  public var classIndex: Int {
    switch self {
    case .event(let event): event.classIndex
    case .candidate(let candidate): candidate.classIndex
    }
  }

  /// At the native rate.
  public var range: SampleRange {
    switch self {
    case .event(let event): event.range
    case .candidate(let candidate): candidate.range
    }
  }
}

/// All that the rule makes of a stream.
public struct Detections: Hashable, Sendable {
  /// What passed the rule, by start, then by class.
  public var events: [Event]
  /// What did not, in the same order.
  public var candidates: [Candidate]

  /// - Parameter findings: In any order, of one stream.
  public init(_ findings: some Sequence<Finding>) {
    let sorted = findings.sorted {
      ($0.range.start, $0.classIndex) < ($1.range.start, $1.classIndex)
    }
    events = sorted.compactMap { if case .event(let event) = $0 { event } else { nil } }
    candidates = sorted.compactMap {
      if case .candidate(let candidate) = $0 { candidate } else { nil }
    }
  }
}

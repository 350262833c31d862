import Foundation

/// What each fault leaves behind.
extension Judgement {
  /// Every fault left its mark, on each input that was heard when it began:
  ///
  /// - an overrun, a suspension, or a pause longer than the card's buffer: a gap inside a stream, with the
  ///   cause overrun or backlog;
  /// - a card pulled out: a gap lost or absent; one absent at the start: absent;
  /// - a stall, silence, a termination, a kill: a gap with that cause;
  /// - a clock that was set: an incident with the amount, and an anchor;
  /// - a log that was locked, or whose disk was full: an incident of at least one input.
  ///
  /// A gap counts if it lies within the fault or at most a second of work beside it. A station that was
  /// killed before it had written of a fault has left a gap, interrupted, from before the fault instead.
  /// Sound that comes late, and pauses that the buffer bridges, leave nothing: they lose nothing.
  func everyFaultHasItsMark() -> Check {
    var failures: [String] = []
    for (index, fault) in record.faults.enumerated() {
      let isMarked: (String) -> Bool = { hasMark(fault, in: $0) }
      let unmarked =
        switch fault.kind {
        case .lockedLog, .fullDisk: fault.inputs.contains(where: isMarked) ? [] : fault.inputs
        default: fault.inputs.filter { !isMarked($0) }
        }
      failures += unmarked.map { "\($0): fault \(index), \(fault.kind.rawValue), left no mark" }
    }
    let steps = log.incidents.count { $0.kind == "clock_step" }
    let anchors = log.streams.reduce(0) { $0 + $1.anchors.count - 1 }
    if anchors < steps { failures.append("\(steps) steps of the clock and \(anchors) anchors") }
    return Check(
      name: "every fault left its mark", counts: "\(record.faults.count) faults",
      failures: failures)
  }

  /// A kind of fault that was not tried proves nothing.
  func everyFaultWasTried() -> Check {
    let tried = Dictionary(grouping: record.faults, by: \.kind).mapValues(\.count)
    let wanted = Fault.Kind.allCases.filter(settings.faults.contains)
    let fewest = wanted.map { tried[$0, default: 0] }.min() ?? 0
    return Check(
      name: "every kind of fault was tried", counts: "at least \(fewest) times each",
      failures: wanted.filter { tried[$0] == nil }.map { "\($0.rawValue): never" })
  }

  private func hasMark(_ fault: Fault, in input: String) -> Bool {
    let tolerance = Int64(settings.speed * 1e6)
    let span = fault.beganAt - tolerance...fault.endedAt + tolerance
    func hasGap(_ causes: String...) -> Bool {
      log.gaps.contains { gap in
        gap.input == input && causes.contains(gap.cause) && gap.startedAt <= span.upperBound
          && gap.endedAt ?? .max >= span.lowerBound
      }
    }
    func hasGapInStream(_ causes: String...) -> Bool {
      log.streams.contains { stream in
        stream.input == input
          && stream.gaps.contains {
            causes.contains($0.cause) && $0.startedAt <= span.upperBound
              && $0.endedAt >= span.lowerBound
          }
      }
    }
    // Of what is not written when the station is killed.
    func isInterrupted() -> Bool { hasGap("interrupted") }
    switch fault.kind {
    case .stutter: return true
    case .overrun, .suspension: return hasGapInStream("overrun") || isInterrupted()
    case .pause:
      let isBridged = fault.seconds * settings.speed < settings.bufferSeconds * 1.2
      return isBridged || hasGapInStream("overrun", "backlog") || isInterrupted()
    case .unplugging, .renumbering: return hasGap("lost", "absent") || isInterrupted()
    case .absentAtStart: return hasGap("absent")
    case .stall: return hasGap("stalled") || isInterrupted()
    case .silence: return hasGap("silent") || isInterrupted()
    case .termination: return hasGap("stopped")
    case .kill: return hasGap("interrupted")
    case .stepForward, .stepBack:
      let seconds = Double(fault.milliseconds ?? 0) / 1000
      return clockSteps(in: input).contains { abs($0 - seconds) < 0.0015 } || isInterrupted()
    case .lockedLog, .fullDisk:
      return fault.withKill
        || log.incidents.contains {
          $0.kind == "log_unavailable" && $0.text.hasPrefix(input + ": ")
            && span.contains($0.happenedAt)
        }
    }
  }
}

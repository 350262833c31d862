import EventDetection
import EventLog

/// What of a journal is given up when too much waits for the log.
extension Journal {
  /// What has been given up.
  struct Lost {
    var windows = 0
    var candidates = 0
    var events = 0
    var incidents = 0

    var isNothing: Bool { windows + candidates + events + incidents == 0 }

    var inWords: String {
      let parts = [
        windows == 0 ? nil : "the scores of \(windows) windows",
        candidates == 0 ? nil : "\(candidates) candidates",
        events == 0 ? nil : "\(events) events", incidents == 0 ? nil : "\(incidents) incidents",
      ].compactMap(\.self)
      return parts.isEmpty
        ? "Nothing was lost." : "Too much waited: \(parts.joined(separator: ", ")) were given up."
    }
  }

  /// Gives up what is worth least until what waits is within its limits: scores, then candidates, then
  /// the oldest events, incidents and whole streams.
  mutating func makeRoom() {
    if windows > limits.windows { dropScores() }
    if findings > limits.findings { dropCandidates() }
    if findings > limits.findings { dropEvents() }
    if waiting.count > limits.entries, !dropIncident() { dropStream() }
  }

  /// Of the oldest progress that has any.
  private mutating func dropScores() {
    for index in waiting.indices {
      guard case .progress(var progress, let isLast) = waiting[index], !progress.windows.isEmpty
      else { continue }
      windows -= progress.windows.count
      lost.windows += progress.windows.count
      progress.windows = StoredWindows(classCount: progress.windows.classCount)
      waiting[index] = .progress(progress, isLast: isLast)
      return
    }
  }

  private mutating func dropCandidates() {
    for index in waiting.indices {
      guard case .progress(var progress, let isLast) = waiting[index] else { continue }
      let before = progress.findings.count
      progress.findings.removeAll { if case .candidate = $0 { true } else { false } }
      let count = before - progress.findings.count
      guard count > 0 else { continue }
      findings -= count
      lost.candidates += count
      givenUp += count
      waiting[index] = .progress(progress, isLast: isLast)
    }
  }

  private mutating func dropEvents() {
    for index in waiting.indices where findings > limits.findings {
      guard case .progress(var progress, let isLast) = waiting[index] else { continue }
      // A tenth at once: what goes on to wait is not copied for each.
      let count = min(
        progress.findings.count, findings - limits.findings + limits.findings / 10)
      progress.findings.removeFirst(count)
      findings -= count
      lost.events += count
      givenUp += count
      waiting[index] = .progress(progress, isLast: isLast)
    }
  }

  /// The oldest one.
  private mutating func dropIncident() -> Bool {
    let oldest = waiting.firstIndex { if case .incident = $0 { true } else { false } }
    guard let oldest else { return false }
    waiting.remove(at: oldest)
    lost.incidents += 1
    return true
  }

  /// The oldest one that is over, with all that was heard in it: the gap before it goes on to its end.
  private mutating func dropStream() {
    guard
      let start = waiting.firstIndex(where: { if case .gapEnded = $0 { true } else { false } }),
      let end = waiting[start...].firstIndex(where: {
        if case .gapBegan = $0 { true } else { false }
      })
    else { return }
    for entry in waiting[start...end] {
      guard case .progress(let progress, _) = entry else { continue }
      let events = progress.findings.count { if case .event = $0 { true } else { false } }
      windows -= progress.windows.count
      findings -= progress.findings.count
      lost.windows += progress.windows.count
      lost.events += events
      lost.candidates += progress.findings.count - events
      givenUp += progress.findings.count
    }
    waiting.removeSubrange(start...end)
  }
}

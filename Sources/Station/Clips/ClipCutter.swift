import EventDetection

/// Says which clips of a stream are to be kept, and which may not be.
///
/// It is told of windows as they are judged, of events as they begin, grow and end, and of how far the
/// stream is. It knows no sound and no clock: time is sample positions of the stream.
///
/// **How long.** A clip is its event with `before` and `after`, at most `longest`, within the stream and
/// what the history holds. An event that is longer gets the clip of its beginning while it goes on.
///
/// **Voices.** A clip waits until every window that touches it or its margin is judged. If in one of them
/// the human score is at the threshold or above, it is not kept. It fails closed: sound in no judged
/// window, because it or its neighbour was lost, is not kept either. The clip then ends a margin before
/// such sound, or if the event itself comes nearer, with the event; if not all of the event was judged,
/// it is not kept at all.
struct ClipCutter {
  let rule: ClipRule
  /// Samples that the history of the stream holds.
  let historyLength: Int64
  private(set) var judged = JudgedWindows()
  /// Events whose clips are still to be decided, by beginning.
  private var pending: [Pending] = []
  /// Events that go on and whose clips were decided.
  private var decided: Set<Key> = []

  struct Pending {
    var event: Event
    var isOver: Bool
  }

  /// An event grows; where it began it stays.
  private struct Key: Hashable {
    let classIndex: Int
    let start: Int64

    init(_ event: Event) {
      classIndex = event.classIndex
      start = event.range.start
    }
  }

  /// - Parameter historyLength: ``ClipRule/historyLength(decisionDelay:)``; with less, clips are cut
  ///   before they would be whole.
  init(_ rule: ClipRule, historyLength: Int) {
    self.rule = rule
    self.historyLength = Int64(historyLength)
  }

  enum Verdict: Hashable {
    /// Keep this range.
    case keep(SampleRange)
    case drop(Cause)
  }

  /// Why the sound of an event is not kept.
  enum Cause: String, Hashable, Sendable, CaseIterable {
    /// Somebody may speak in it.
    case voice
    /// Not all of the event was judged.
    case unjudged
    /// The history does not hold it any more.
    case gone
  }

  struct Decision: Hashable {
    /// As far as it was known.
    var event: Event
    var verdict: Verdict
  }

  /// Takes a window that counts, whether it is stored or not, in the order of the stream.
  /// - Parameter voice: ``ClipRule/voiceScore(_:)``.
  mutating func judge(_ window: SampleRange, voice: Float) {
    if rule.privacy != nil { judged.add(window, voice: voice) }
  }

  /// Takes the events that go on, and those that are over since the last time.
  mutating func observe(open: [Event], closed: [Event]) {
    for event in open { update(event, isOver: false) }
    for event in closed { update(event, isOver: true) }
  }

  private mutating func update(_ event: Event, isOver: Bool) {
    guard rule.wants(event.classIndex) else { return }
    if decided.contains(Key(event)) {
      if isOver { decided.remove(Key(event)) }
    } else if let index = pending.lastIndex(where: { Key($0.event) == Key(event) }) {
      pending[index] = Pending(event: event, isOver: isOver)
    } else {
      pending.append(Pending(event: event, isOver: isOver))
    }
  }

  /// The clips that can be decided now, in the order in which their events began.
  /// - Parameters:
  ///   - position: Behind the last sample that the classifier, and the history, have taken.
  ///   - isLast: Whether the stream is over: all its windows are judged and all its events are over.
  mutating func takeDue(position: Int64, isLast: Bool = false) -> [Decision] {
    var waiting: [Pending] = []
    var decisions: [Decision] = []
    for candidate in pending {
      guard isLast || isDue(candidate, position: position) else {
        waiting.append(candidate)
        continue
      }
      let verdict = verdict(on: candidate.event, position: position, isLast: isLast)
      decisions.append(Decision(event: candidate.event, verdict: verdict))
      if !candidate.isOver { decided.insert(Key(candidate.event)) }
    }
    pending = waiting
    judged.forget(before: heldFrom(position) - (rule.privacy?.margin ?? 0))
    return decisions
  }
}

/// What a station tells the world: that an event began or ended, or what an operator should know.
///
/// ``json`` is the same for a command, a web hook, a pipe and a broker. Its keys are those of
/// `earshot events --format jsonl` where that has them; <doc:Actions> lists them all.
public enum Announcement: Hashable, Sendable {
  /// An event is certain; it goes on.
  case eventBegan(AnnouncedEvent)
  /// An event is over, with all its windows.
  case eventEnded(AnnouncedEvent)
  /// What an operator should know.
  case incident(AnnouncedIncident)

  /// As messages and topics name them.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// An event began.
    case event
    /// An event ended.
    case eventEnd = "event_end"
    /// What an operator should know.
    case incident
  }

  /// What rules, messages and topics tell it by.
  public var kind: Kind {
    switch self {
    case .eventBegan: .event
    case .eventEnded: .eventEnd
    case .incident: .incident
    }
  }

  /// The message's id: the same however often it is sent, and no other message's. It hangs on what is
  /// told alone, so a station that tells something again after a restart gives it the same id, and who
  /// listens can drop what came twice. Letters, digits, `-` and `_`.
  public var id: String {
    switch self {
    case .eventBegan(let event), .eventEnded(let event): event.id + "-" + kind.rawValue
    case .incident(let incident): incident.id + "-" + kind.rawValue
    }
  }

  /// When it came to be: an event's start, or, if it has ended, its end.
  public var instant: LocalInstant {
    switch self {
    case .eventBegan(let event): event.start
    case .eventEnded(let event): event.end ?? event.start
    case .incident(let incident): incident.instant
    }
  }
}

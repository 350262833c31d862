import EventDetection

extension Judgement {
  /// Of one class no two events of a stream share a sample.
  func noEventIsTwice() -> Check {
    struct Key: Hashable {
      var stream: Int64
      var name: String
    }
    let groups = Dictionary(grouping: log.events) { Key(stream: $0.stream, name: $0.commonName) }
    var failures: [String] = []
    for (_, events) in groups.sorted(by: {
      ($0.key.stream, $0.key.name) < ($1.key.stream, $1.key.name)
    }) {
      let events = events.sorted { $0.range.start < $1.range.start }
      for (event, next) in zip(events, events.dropFirst())
      where event.range.overlaps(next.range) || event.range.start == next.range.start {
        failures.append(
          "events \(event.id) and \(next.id), \(event.commonName), share samples of stream "
            + "\(event.stream)")
      }
    }
    return Check(
      name: "no event is there twice", counts: "\(log.events.count) events", failures: failures)
  }

  /// What the station said was in the log is in the log: with its beginning, and with its end if that
  /// was said.
  func whatWasAcknowledgedIsThere() -> Check {
    struct Key: Hashable {
      var input: String
      var name: String
      var start: Int64
    }
    let there = Dictionary(grouping: log.events) {
      Key(input: $0.input, name: $0.commonName, start: $0.range.start)
    }
    var failures = unreadable.map { "not an acknowledgement: \($0)" }
    for said in acknowledged {
      // Several streams may have an event at the same sample; they are never as near in time.
      let event = there[
        Key(input: said.input, name: said.commonName, start: said.start), default: []
      ].min { abs($0.startedAt - said.startedAt) < abs($1.startedAt - said.startedAt) }
      guard let event, abs(event.startedAt - said.startedAt) <= Int64(settings.speed * 1e6) else {
        failures.append("acknowledged and lost: \(said)")
        continue
      }
      if event.range.end < said.end || said.kind == .closed && event.range.end != said.end {
        failures.append("acknowledged and changed: \(said), ends at \(event.range.end)")
      }
    }
    return Check(
      name: "what was acknowledged is in the log",
      counts: "\(acknowledged.count { $0.kind == .opened }) events begun, "
        + "\(acknowledged.count { $0.kind == .closed }) ended",
      failures: failures + (acknowledged.isEmpty ? ["nothing was acknowledged"] : []))
  }

  /// When the station is over, no event and no stream is open.
  func allIsClosed() -> Check {
    Check(
      name: "no event and no stream is left open",
      counts: "\(log.events.count) events, \(log.streams.count) streams",
      failures: log.events.filter { $0.state != "closed" }.map {
        "event \($0.id) is \($0.state)"
      }
        + log.streams.filter { $0.state != "done" || $0.endedAt == nil }.map {
          "stream \($0.id) is \($0.state)"
        })
  }
}

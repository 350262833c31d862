import AudioCapture
public import EventLog
import Foundation
import Threading

extension Station {
  /// Notes something that an operator should know and that no single input has met: in the status and for
  /// those who hear of news at once, in the log with the next ``writeNotes()``.
  public func note(_ kind: String, _ text: String) {
    let incident = Incident(happenedAt: clock.now().utc / 1000, kind: kind, text: text)
    keep(incident)
    receiver(.incident(incident, input: nil))
  }

  /// Notes something that those who hear of news have met themselves, and are not told of.
  public func keep(_ incident: Incident) {
    notes.withLock { notes in
      notes.append(incident)
      // A log that stays away must not fill memory.
      if notes.count > Self.mostNotes { notes.removeFirst() }
    }
    board.add(RecentIncident(incident))
  }

  private static let mostNotes = 1000

  /// Writes what was noted; what the log cannot take now waits.
  /// - Throws: What time does not heal.
  public func writeNotes() throws(EventLogError) {
    while let note = notes.withLock({ $0.first }) {
      do throws(EventLogError) {
        try log.use { log throws(EventLogError) in try log.note(note) }
      } catch {
        guard error.isTemporary || !log.isOpen else { throw error }
        return
      }
      notes.withLock { if $0.first == note { $0.removeFirst() } }
    }
  }
}

extension RecentIncident {
  init(_ incident: Incident) {
    self.init(
      happenedAt: Date(microseconds: incident.happenedAt), kind: incident.kind, text: incident.text)
  }
}

import EventDetection
import Synchronization
import Threading

@testable import Actions

/// What is announced in tests.
enum Samples {
  static let raven = Taxon(commonName: "Common raven", scientificName: "Corvus corax")
  static let crow = Taxon(commonName: "Carrion crow", scientificName: "Corvus corone")
  static let people = Taxon(commonName: "Human voice", kind: .human)
  static let taxa = [raven, crow, people]

  /// 2026-05-03T04:12:31.250600Z, in summer time.
  static let morning = LocalInstant(
    utcMicroseconds: 1_777_781_551_250_600, utcOffsetMinutes: 120)

  static func event(
    _ taxon: Taxon = raven, start: LocalInstant = morning, end: LocalInstant? = nil,
    peak: Float = 0.93
  ) -> AnnouncedEvent {
    AnnouncedEvent(
      site: "Old pond", input: "roof", taxon: taxon, start: start, end: end, peakScore: peak,
      meanScore: 0.8125, windows: 3, latitude: 52.5163, longitude: 13.3777, model: "tiny",
      modelVersion: "1.2")
  }

  /// The nth of many that differ in when they began.
  static func numbered(_ number: Int) -> Announcement {
    .eventBegan(event(start: morning.later(seconds: Double(number))))
  }

  static func incident(
    _ kind: String = "device_lost", text: String = "roof: the device is gone",
    at instant: LocalInstant = morning
  ) -> Announcement {
    .incident(
      AnnouncedIncident(
        site: "Old pond", input: "roof", instant: instant, kind: kind, text: text))
  }
}

extension LocalInstant {
  func later(seconds: Double) -> LocalInstant {
    LocalInstant(
      utcMicroseconds: utcMicroseconds + Int64(seconds * 1e6), utcOffsetMinutes: utcOffsetMinutes)
  }
}

/// What came in, from any thread.
final class Collected<Element: Sendable>: Sendable {
  private let content: Mutex<[Element]> = Mutex([])

  var all: [Element] { content.withLock { $0 } }
  func add(_ element: Element) { content.withLock { $0.append(element) } }
}

/// Waits until a condition holds, half a minute at the most.
/// - Returns: Whether it holds.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
  let bell = Bell()
  let deadline = ContinuousClock.now + .seconds(30)
  while try !condition() {
    guard ContinuousClock.now < deadline else { return false }
    bell.wait(for: .milliseconds(5))
  }
  return true
}

extension ActionRule {
  /// Fires for all kinds and species.
  static let everything: ActionRule = {
    var conditions = Conditions()
    conditions.kinds = Set(Announcement.Kind.allCases)
    do {
      return try ActionRule(conditions, taxa: Samples.taxa)
    } catch {
      preconditionFailure("\(error)")
    }
  }()
}

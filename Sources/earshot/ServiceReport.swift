import AudioCapture
import Foundation
import Station

/// What `earshot listen` tells the service manager that started it, if one did.
struct ServiceReport {
  private let notifier = ServiceNotifier(environment: ProcessInfo.processInfo.environment)
  private var watchdog: Watchdog?
  private var words = ""
  private var isStopping = false
  private var wasStanding: [String] = []

  init() { watchdog = notifier.watchdogInterval.map(Watchdog.init(interval:)) }

  /// All inputs have been started.
  func isReady() { notifier.send(.ready) }

  /// The settings are read anew, until ``isReady()``.
  func reloads() { notifier.send(.reloading(monotonic: CaptureClock.system.now().monotonic)) }

  /// The station was told to end.
  mutating func stops() {
    guard !isStopping else { return }
    isStopping = true
    notifier.send(.stopping, .status("What was heard is written into the log"))
  }

  /// Looks at what the station does now; to be called every second or so.
  mutating func look(at station: Station) {
    guard !isStopping else { return }
    let words = Self.words(for: station.inputStates)
    if words != self.words { notifier.send(.status(words)) }
    self.words = words
    feed(station.progress)
  }

  private mutating func feed(_ progress: [InputProgress]) {
    guard var watchdog else { return }
    if watchdog.isFed(progress, at: CaptureClock.system.now().monotonic) {
      notifier.send(.watchdog)
    }
    if !watchdog.standing.isEmpty, watchdog.standing != wasStanding {
      Terminal.complain(
        "Nothing has come of \(watchdog.standing.joined(separator: ", ")) for too long: the service "
          + "manager is not told any more that all is well, and will start the station again.")
    }
    wasStanding = watchdog.standing
    self.watchdog = watchdog
  }

  /// As "Heard: pond, meadow; not heard: wood".
  static func words(for inputs: [(name: String, state: InputStatus.State)]) -> String {
    func names(_ states: InputStatus.State...) -> [String] {
      inputs.filter { states.contains($0.state) }.map(\.name)
    }
    let parts = [
      ("Heard", names(.listening)), ("not heard", names(.opening, .waiting)),
      ("silent", names(.silent)), ("paused by the schedule", names(.paused)),
      ("ended", names(.ended)),
    ].filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.joined(separator: ", "))" }
    let text = parts.joined(separator: "; ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }
}

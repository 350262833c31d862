import Actions
import AudioCapture
import Configuration
import EventLog
import Foundation
import Station
import SystemFiles

/// A station and all that is done beside listening while it runs: its status, actions, the cleaning of its
/// clips, and those who are told that it lives.
struct StationAttendance {
  private let setup: StationSetup
  let station: Station
  private let announcer: Announcer
  private var heartbeat: Heartbeat?
  private let keeper: ClipKeeper?
  private var cleaner: ClipCleaner?
  private var written: ContinuousClock.Instant?
  private var isStatusLost = false
  private let brokers: [MQTTTarget]
  private var published: ContinuousClock.Instant?
  /// When it was tried last to open the log.
  private var opening: ContinuousClock.Instant?
  /// When the process began.
  private let began: Date
  /// Whether it had other settings before.
  private let isReload: Bool

  /// Seconds for what waits to be told at the end.
  private static let lastWords = 5.0

  /// - Parameters:
  ///   - log: That of the setup.
  ///   - began: When the process did.
  ///   - isReload: Whether it had other settings before.
  init(_ setup: StationSetup, log: SharedLog, began: Date, isReload: Bool) {
    let clock = CaptureClock.system
    let timeZone = setup.timeZone ?? .current
    let (actions, failures) = Self.actions(setup.actions)
    let announcer = Announcer(
      actions, site: setup.site, log: try? log.reading(), clock: clock,
      now: LocalInstant(now: clock, timeZone: timeZone))
    let keeper = setup.clips.map {
      ClipKeeper(
        $0.settings, folder: $0.folder, queueBytes: $0.queueBytes, freeFloor: $0.limits.freeFloor)
    }
    var inputs = setup.inputs
    for index in inputs.indices { inputs[index].clips = keeper }
    self.setup = setup
    self.announcer = announcer
    self.keeper = keeper
    self.began = began
    self.isReload = isReload
    station = Station(inputs, log: log, clock: clock) { news in
      if let line = StationLine(news, now: Date(), timeZone: timeZone) {
        Terminal.complain(line.text)
      }
      announcer.take(news, at: LocalInstant(now: clock, timeZone: timeZone))
    }
    brokers = actions.compactMap { $0.target as? MQTTTarget }
    for failure in failures { station.note("action_failed", failure) }
  }

  /// Opens what actions need. One that cannot be had stops no station.
  private static func actions(
    _ planned: [StationSetup.PlannedAction]
  ) -> (actions: [Action], failures: [String]) {
    var actions: [Action] = []
    var failures: [String] = []
    for plan in planned {
      do throws(ActionError) {
        actions.append(Action(name: plan.name, rule: plan.rule, target: try plan.target()))
      } catch {
        failures.append("action \(plan.name) is left out: \(error)")
      }
    }
    return (actions, failures)
  }

  /// Opens a log for a station, and salvages it if it is damaged. The threads that hear wait for other
  /// programs only so long as sound can.
  private static func openedLog(_ path: String) throws(EventLogError) -> EventLog {
    let opened = try EventLog.openForStation(
      path: path, now: CaptureClock.system.now().utc / 1000, patience: 0.1)
    if !opened.description.isEmpty { Terminal.complain(opened.description) }
    return opened.log
  }

  /// What keeps a log from being opened and may pass is waited for while the station hears.
  static func log(_ path: String) throws(EventLogError) -> SharedLog {
    let log = try SharedLog(path: path) { () throws(EventLogError) in try openedLog(path) }
    if let failure = log.failure {
      Terminal.complain("\(failure) What is heard meanwhile waits in memory.")
    }
    return log
  }

  /// Tries again to open a log that could not be.
  private mutating func openLog() throws {
    guard !station.log.isOpen, opening.map({ ContinuousClock.now - $0 > .seconds(1) }) ?? true
    else { return }
    opening = .now
    try station.log.openIfPossible()
  }

  private func tell(_ news: StationNews) {
    if let line = StationLine(news, now: Date(), timeZone: setup.timeZone) {
      Terminal.complain(line.text)
    }
  }

  /// Takes what those beside the inputs have to tell.
  private func takeNotes() {
    for note in keeper?.takeNotes() ?? [] { station.note(note.kind, note.text) }
    for report in announcer.takeReports() {
      station.keep(report)
      tell(.incident(report, input: nil))
    }
  }

  mutating func start() throws {
    station.note(isReload ? "reloaded" : "started", setup.words)
    heartbeat = try setup.heartbeat.map { settings in
      try Heartbeat(
        settings.url.value.absoluteString, interval: settings.every.value,
        isHealthy: { [station] in station.isWell },
        report: { [station] in station.note($0.kind.rawValue, $0.text) })
    }
    station.start()
    guard let keeper, let clips = setup.clips else { return }
    do {
      try ClipDisk.makeFolder(clips.folder)
    } catch {
      // Its disk may come later; until then there are no clips, and the station listens.
      station.note("clips_suspended", "\(error)")
    }
    cleaner = ClipCleaner(
      keeper, clips.limits, log: station.log, interval: clips.interval, clock: .system
    ) { [station] in station.note($0, $1) }
  }

  var isOver: Bool { station.isOver }

  func note(_ kind: String, _ text: String) { station.note(kind, text) }

  /// Has the inputs end, with everything in the log.
  func end(_ order: Orders.Order) { station.give(order) }

  /// What is to be done now and then.
  mutating func attend() throws {
    takeNotes()
    try openLog()
    try station.writeNotes()
    writeStatus()
  }

  /// Tells what is left to tell.
  mutating func finish() {
    heartbeat?.stop()
    cleaner?.stop(within: Self.lastWords)
    keeper?.stop(within: Self.lastWords)
    announcer.stop(within: Self.lastWords)
    takeNotes()
    try? station.writeNotes()
    written = nil
    writeStatus()
  }

  private mutating func writeStatus() {
    let now = ContinuousClock.now
    if let written, now - written < .seconds(setup.statusInterval) { return }
    written = now
    var status = station.status(
      site: setup.site, model: setup.model, program: earshotVersion, interval: setup.statusInterval)
    if isReload { (status.startedAt, status.reloadedAt) = (began, status.startedAt) }
    status.timeZone = setup.timeZone?.identifier
    status.actions = announcer.status
    status.clips = keeper?.status(cleaning: cleaner?.report)
    publish(status)
    do {
      try setup.status.write(status)
      if let prometheus = setup.prometheus { try PrometheusText(status).write(to: prometheus) }
      isStatusLost = false
    } catch {
      // Listening goes on without.
      if !isStatusLost {
        station.note("status_unwritable", "the status cannot be written: \(error.systemReason)")
      }
      isStatusLost = true
    }
  }

  /// Gives brokers the status, once a minute.
  private mutating func publish(_ status: StationStatus) {
    guard !brokers.isEmpty else { return }
    let now = ContinuousClock.now
    if let published, now - published < .seconds(60) { return }
    published = now
    guard let json = try? StatusFile.json(status) else { return }
    for broker in brokers { broker.publishState(json) }
  }

  /// Whether the station ended because its log cannot be used.
  var hasLostLog: Bool { station.failures.contains { $0.error is EventLogError } }

  /// Tells why inputs ended that were not told to.
  func throwFailures() throws {
    let failures = station.failures
    guard let last = failures.last else { return }
    for failure in failures.dropLast() { Terminal.complain(failure.error) }
    throw failures.first { $0.error is EventLogError }?.error ?? last.error
  }
}

extension LocalInstant {
  /// The time of a clock, as people in a zone have it.
  init(now clock: CaptureClock, timeZone: TimeZone) {
    let utc = clock.now().utc / 1000
    let date = Date(timeIntervalSince1970: Double(utc) / 1e6)
    self.init(utcMicroseconds: utc, utcOffsetMinutes: timeZone.secondsFromGMT(for: date) / 60)
  }
}

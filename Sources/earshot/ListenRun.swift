import EventLog
import Foundation
import Station
import Survey

/// Runs a station until it is told to stop; one after another, as settings are read anew.
struct ListenRun {
  private var setup: StationSetup
  /// Reads the settings again; `nil` if they are in no file.
  private let reload: (() throws -> StationSetup)?
  private let interruption = Interruption()
  private let hangup = Hangup()
  private var service = ServiceReport()
  private var log: SharedLog?
  private var claim: LogClaim?
  /// Of the log that is the next settings'; the one before is kept until its station has ended.
  private var nextClaim: LogClaim?

  /// Seconds between two looks at what is to be done.
  private static let pause = 0.2

  init(_ setup: StationSetup, reload: (() throws -> StationSetup)? = nil) {
    self.setup = setup
    self.reload = reload
  }

  mutating func run() throws {
    let began = Date()
    var isReload = false
    claim = try LogClaim(log: setup.log)
    log = try StationAttendance.log(setup.log)
    while let log {
      var attendance = StationAttendance(setup, log: log, began: began, isReload: isReload)
      isReload = true
      guard let next = try attend(&attendance) else { return }
      setup = next
      if let nextClaim { claim = nextClaim }
      nextClaim = nil
    }
  }

  /// Sees to a station until it is over.
  /// - Returns: The settings of the next one.
  private mutating func attend(_ attendance: inout StationAttendance) throws -> StationSetup? {
    var next: StationSetup?
    try attendance.start()
    service.isReady()
    while !attendance.isOver {
      if interruption.cancellation.isCancelled {
        service.stops()
        attendance.end(.stop)
      } else if next == nil, hangup.take() {
        next = settings(for: attendance)
        if next != nil { attendance.end(.reload) }
      }
      try attendance.attend()
      service.look(at: attendance.station)
      Thread.sleep(forTimeInterval: Self.pause)
    }
    if next == nil { service.stops() }
    attendance.finish()
    let isOver = next == nil || interruption.cancellation.isCancelled
    // An input that could not be heard is tried again by the new settings.
    if isOver || attendance.hasLostLog { try attendance.throwFailures() }
    return interruption.cancellation.isCancelled ? nil : next
  }

  /// The settings as they are now; a file that is wrong, or names a log that cannot be had, keeps the old
  /// ones in force, and that is said.
  private mutating func settings(for attendance: StationAttendance) -> StationSetup? {
    guard let reload else {
      attendance.note("reload", "SIGHUP: there is no configuration file to be read again")
      return nil
    }
    service.reloads()
    do {
      let next = try reload()
      if let failure = attendance.station.logFailure {
        // What waits for it would have to be given up.
        throw UsageError("the log cannot be written now: \(failure)")
      }
      if next.log != setup.log {
        let claim = try LogClaim(log: next.log)
        let other = try StationAttendance.log(next.log)
        if let failure = other.failure { throw failure }
        (log, nextClaim) = (other, claim)
      }
      return next
    } catch {
      Terminal.complain(error)
      attendance.note("reload_failed", "the old settings stay in force: \(error)")
      service.isReady()
      return nil
    }
  }
}

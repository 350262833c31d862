import AudioCapture
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
  private let notifier = ServiceNotifier(environment: ProcessInfo.processInfo.environment)

  /// Seconds between two looks at what is to be done.
  private static let pause = 0.2

  init(_ setup: StationSetup, reload: (() throws -> StationSetup)? = nil) {
    self.setup = setup
    self.reload = reload
  }

  mutating func run() throws {
    var isFirst = true
    while true {
      var attendance = try StationAttendance(setup, notifier, isFirst: isFirst)
      isFirst = false
      guard let next = try attend(&attendance) else { return }
      setup = next
    }
  }

  /// Sees to a station until it is over.
  /// - Returns: The settings of the next one.
  private func attend(_ attendance: inout StationAttendance) throws -> StationSetup? {
    var next: StationSetup?
    attendance.start()
    while !attendance.isOver {
      if interruption.cancellation.isCancelled {
        attendance.end(.stop)
      } else if hangup.take(), next == nil {
        next = settings(for: attendance)
        if next != nil { attendance.end(.reload) }
      }
      try attendance.attend()
      Thread.sleep(forTimeInterval: Self.pause)
    }
    try attendance.finish()
    return interruption.cancellation.isCancelled ? nil : next
  }

  /// The settings as they are now; a file that is wrong keeps the old ones in force, and that is said.
  private func settings(for attendance: StationAttendance) -> StationSetup? {
    guard let reload else {
      attendance.note("reload", "SIGHUP: there is no configuration file to be read again")
      return nil
    }
    notifier.send(.reloading(monotonic: CaptureClock.system.now().monotonic))
    do {
      return try reload()
    } catch {
      Terminal.complain(error)
      attendance.note("reload_failed", "the old settings stay in force: \(error)")
      notifier.send(.ready)
      return nil
    }
  }
}

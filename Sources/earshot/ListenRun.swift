import ArgumentParser
import AudioCapture
import EventLog
import Foundation
import Station
import Survey

/// Runs a station until it is told to stop, and sees to what is done beside listening.
struct ListenRun {
  private let setup: StationSetup
  private let station: Station
  private let interruption = Interruption()
  private var written: ContinuousClock.Instant?
  private var toldOfStatus = false
  private var service = ServiceReport()

  /// Seconds between two looks at what is to be done.
  private static let pause = 0.2

  init(_ setup: StationSetup) throws {
    let timeZone = setup.timeZone
    let log = try EventLog(path: setup.log, access: .creating, patience: 1)
    self.setup = setup
    station = try Station(setup.inputs, log: log, clock: .system) { news in
      Terminal.complain(StationLine(news, timeZone: timeZone).text)
    }
  }

  mutating func run() throws {
    station.start()
    service.isReady()
    while !station.isOver {
      if interruption.cancellation.isCancelled {
        station.give(.stop)
        service.stops()
      }
      writeStatus()
      service.look(at: station)
      Thread.sleep(forTimeInterval: Self.pause)
    }
    service.stops()
    written = nil
    writeStatus()
    try throwFailures()
  }

  private mutating func writeStatus() {
    let now = ContinuousClock.now
    if let written, now - written < .seconds(setup.statusInterval) { return }
    written = now
    let status = station.status(
      site: setup.site, model: setup.model, program: earshotVersion,
      interval: setup.statusInterval)
    do {
      try setup.status.write(status)
      if let prometheus = setup.prometheus { try PrometheusText(status).write(to: prometheus) }
      toldOfStatus = false
    } catch {
      // Listening goes on without.
      if !toldOfStatus {
        Terminal.complain("The status cannot be written: \(error.localizedDescription)")
      }
      toldOfStatus = true
    }
  }

  private func throwFailures() throws {
    let failures = station.failures
    guard let last = failures.last else { return }
    for failure in failures.dropLast() { Terminal.complain(failure.error) }
    throw failures.first { $0.error is EventLogError }?.error ?? last.error
  }
}

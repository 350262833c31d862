import AudioCapture
import EventLog
import Foundation

extension Station {
  /// What the station does now.
  /// - Parameters:
  ///   - interval: Seconds after which it is asked again.
  public func status(site: String?, model: String, program: String, interval: Double)
    -> StationStatus
  {
    let contents = board.current
    let now = clock.now()
    return StationStatus(
      writtenAt: Date(microseconds: now.utc / 1000), interval: interval,
      startedAt: startedAt, processID: getpid(), host: ProcessFigures.host, program: program,
      site: site, model: model,
      log: StationStatus.LogStatus(
        path: log.path, bytes: ProcessFigures.bytes(ofLog: log.path),
        freeBytes: try? ClipDisk.freeBytes(at: log.path), failure: contents.logFailure),
      memory: ProcessFigures.memory, inputs: contents.inputs(at: now.monotonic),
      events: contents.events,
      incidents: contents.incidents)
  }
}

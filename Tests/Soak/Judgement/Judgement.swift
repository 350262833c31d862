import EventLog
import Foundation

/// Whether a log, and what is known beside it, shows that nothing was lost without a word.
struct Judgement {
  let log: SoakedLog
  /// Of the log.
  let path: String
  let settings: SoakSettings
  let record: SoakRecord
  let acknowledged: [Acknowledgement]
  /// Lines that are no acknowledgements, though they should be.
  let unreadable: [String]

  init(of folder: SoakFolder) throws {
    path = folder.log
    log = try SoakedLog(path: path)
    settings = try load(SoakSettings.self, from: folder.settings)
    record = try load(SoakRecord.self, from: folder.record)
    let lines = try String(contentsOfFile: folder.acknowledgements, encoding: .utf8)
      .split(separator: "\n")
    acknowledged = lines.compactMap { Acknowledgement($0) }
    unreadable = lines.filter { Acknowledgement($0) == nil }.map(String.init)
  }

  init(
    log path: String, settings: SoakSettings, record: SoakRecord, acknowledged: [Acknowledgement]
  ) throws {
    self.path = path
    log = try SoakedLog(path: path)
    self.settings = settings
    self.record = record
    self.acknowledged = acknowledged
    unreadable = []
  }

  func checks() throws -> [Check] {
    [
      everySampleIsAccountedFor(), everyInstantIsAccountedFor(), theSumIsTheTimeThatPassed(),
      noTimeIsMovedUntold(),
      noEventIsTwice(), whatWasAcknowledgedIsThere(), allIsClosed(), try theLogIsSound(),
      everyFaultWasTried(), everyFaultHasItsMark(), theStationEndedOnlyWhenTold(), memoryIsFlat(),
    ]
  }

  // MARK: - The log

  func theLogIsSound() throws -> Check {
    let check = try EventLog.check(path: path, .thorough)
    return Check(
      name: "SQLite, references and daily counts are sound",
      counts: "\(check.bytes / 1_000_000) MB", failures: check.problems.map { "\($0)" })
  }

  // MARK: - The process

  func theStationEndedOnlyWhenTold() -> Check {
    Check(
      name: "the station ended only when it was told, or could not have the log",
      counts:
        "\(record.starts) starts, \(record.kills) kills, \(record.terminations) terminations, "
        + "\(record.vainStarts) without the log",
      failures: record.unexpectedEnds)
  }
}

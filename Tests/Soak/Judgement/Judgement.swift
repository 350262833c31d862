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
      noEventIsTwice(), whatWasAcknowledgedIsThere(), allIsClosed(), try theLogIsSound(),
      everyFaultHasItsMark(), theStationEndedOnlyWhenTold(), memoryIsFlat(),
    ]
  }

  // MARK: - Sound

  /// Every sample of every stream, up to the mark of what is done, is in a window or in one gap.
  func everySampleIsAccountedFor() -> Check {
    let coverages = log.streams.map { $0.coverage() }
    let samples = log.streams.reduce(0) { $0 + $1.doneThrough }
    return Check(
      name: "every sample is in a stored window or in exactly one gap",
      counts: "\(log.streams.count) streams, \(samples) samples",
      failures: coverages.flatMap(\.failures)
        + (samples > 0 ? [] : ["there is no sample at all"]))
  }

  /// Gaps and streams of an input follow one another without a hole, from its first start to the end.
  func everyInstantIsAccountedFor() -> Check {
    let lines = log.inputs.map { TimeLine(of: $0, in: log) }
    return Check(
      name: "gaps and streams of an input follow one another to the microsecond",
      counts: "\(log.inputs.count) inputs, \(lines.reduce(0) { $0 + $1.parts }) gaps and streams",
      failures: lines.compactMap(\.failure)
        + settings.inputs.map(\.name).filter { !log.inputs.contains($0) }.map {
          "\($0): is not in the log"
        })
  }

  /// Streams by their samples and gaps by their instants are together as long as the run, by the clock
  /// that never steps, less what the clock was set by in gaps. In streams the log says what that was.
  ///
  /// Tolerated is a share of 2 ‰, and a second of real time for each stream that was opened.
  func theSumIsTheTimeThatPassed() -> Check {
    let set = record.faults.reduce(0.0) { $0 + Double($1.milliseconds ?? 0) / 1000 }
    var check = Check(
      name: "streams and gaps are together as long as the run", counts: "")
    for input in log.inputs {
      let streams = log.streams.filter { $0.input == input }
      let gaps = log.gaps.filter { $0.input == input }
      let heard = streams.reduce(0.0) { $0 + Double($1.doneThrough) / Double($1.rate) }
      let missed = gaps.reduce(0.0) {
        $0 + Double(($1.endedAt ?? record.endedAt) - $1.startedAt) / 1e6
      }
      let before = Double((gaps.first?.startedAt ?? 0) - record.beganAt) / 1e6
      let sum = heard + missed + before - (set - clockSteps(in: input).reduce(0, +))
      check.counts +=
        check.counts.isEmpty ? "" : ", "
      check.counts += String(format: "%@ %.1f s of %.1f", input, sum, record.elapsed)
      let tolerance = record.elapsed * 0.002 + settings.speed * Double(streams.count)
      if abs(sum - record.elapsed) > tolerance {
        check.failures.append(
          String(
            format: "%@: %.1f s of sound and gaps in %.1f s, and %.1f s are tolerated", input, sum,
            record.elapsed, tolerance))
      }
    }
    return check
  }

  /// Seconds by which the clock was set while an input was heard, as the log has it.
  func clockSteps(in input: String) -> [Double] {
    log.incidents.compactMap { incident in
      guard incident.kind == "clock_step", incident.text.hasPrefix(input + ": "),
        let words = incident.text.split(separator: "set by ").last
      else { return nil }
      return Double(words.split(separator: " ")[0])
    }
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

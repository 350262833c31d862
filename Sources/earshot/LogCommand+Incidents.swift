import ArgumentParser
import EventDetection
import EventLog
import Foundation

/// How what a station noted is printed.
enum ListFormat: String, ExpressibleByArgument, CaseIterable {
  case text, csv, json
}

/// Which time is asked for.
struct TimeOptions: ParsableArguments {
  @Option(help: "Only from this time on: 2025-06-07, 2025-06-07T05:10, 2025-06-07T05:10+02:00.")
  var from: Instant?

  @Option(help: "Only before this time; of a date alone, through its day.")
  var until: Instant?

  func validate() throws {
    if let from, let until, Instant.isEmpty(from: from, until: until) {
      throw ValidationError("--until must be later than --from.")
    }
  }

  /// Microseconds since 1970 UTC, up to now.
  var span: (from: Int64, until: Int64) {
    let now = Int64(Date().timeIntervalSince1970 * 1e6)
    return (
      from.map { SystemClock.instant($0.start) } ?? .min,
      until.map { SystemClock.instant($0.end) } ?? now
    )
  }
}

/// Times as the clock of this system shows them.
enum SystemClock {
  /// ISO 8601 to the second, with the offset.
  static func text(_ microseconds: Int64) -> String {
    let (clock, zone) = parts(microseconds)
    return clock + zone
  }

  /// For people.
  static func tableText(_ microseconds: Int64) -> String {
    let (clock, zone) = parts(microseconds)
    return clock.replacing("T", with: " ") + " " + zone
  }

  private static func parts(_ microseconds: Int64) -> (clock: String, zone: String) {
    let text = CivilTime(nearest: microseconds, utcOffsetMinutes: offset(at: microseconds) / 60)
      .iso8601()
    return (String(text.prefix(19)), String(text.dropFirst(23)))
  }

  /// Microseconds since 1970 UTC.
  static func instant(_ moment: Moment) -> Int64 {
    switch moment {
    case .utc(let instant): return instant
    case .local(let shown):
      let guess = shown - Int64(offset(at: shown)) * 1_000_000
      return shown - Int64(offset(at: guess)) * 1_000_000
    }
  }

  /// Seconds.
  private static func offset(at microseconds: Int64) -> Int {
    TimeZone.current.secondsFromGMT(for: Date(timeIntervalSince1970: Double(microseconds) / 1e6))
  }
}

/// As they are: a cell may have several lines.
func printCSV(_ rows: [[String]]) throws {
  let destination = try TextDestination(path: nil)
  for row in rows { try destination.write(CSVWriter.line(row)) }
  try destination.finish()
}

extension LogCommand {
  struct Incidents: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "incidents",
      abstract: "List what a station met that an operator should know.",
      discussion: "Times are those of this system's clock.")

    @OptionGroup var log: LogOptions
    @OptionGroup var time: TimeOptions

    @Option(help: "How they are printed.")
    var format = ListFormat.text

    func run() throws {
      let log = try EventLog(path: log.log, access: .reading)
      let (from, until) = time.span
      var incidents: [Incident] = []
      try log.forEachIncident(from: from) { if $0.happenedAt < until { incidents.append($0) } }
      let lines = incidents.map {
        Line(time: SystemClock.text($0.happenedAt), kind: $0.kind, text: $0.text)
      }
      switch format {
      case .text:
        var table = Table([("time", .left), ("kind", .left), ("text", .left)])
        for incident in incidents {
          table.add([SystemClock.tableText(incident.happenedAt), incident.kind, incident.text])
        }
        try Terminal.print(lines.isEmpty ? ["no incidents"] : table.lines)
      case .csv:
        let cells = [["time", "kind", "text"]] + lines.map { [$0.time, $0.kind, $0.text] }
        try printCSV(cells)
      case .json: try Terminal.print(jsonLines(lines))
      }
    }

    private struct Line: Encodable {
      let time, kind, text: String
    }
  }
}

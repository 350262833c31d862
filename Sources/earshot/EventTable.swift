import EventDetection
import EventLog
import Foundation

/// Events as a table for people: when, where, what, how sure.
struct EventTable {
  private var events: [LoggedEvent] = []

  mutating func add(_ event: LoggedEvent) { events.append(event) }

  var lines: [String] {
    if events.isEmpty { return [noEvents] }
    // Which microphone heard it is asked only where there are some.
    let hasInputs = events.contains { $0.input != nil }
    var columns: [(title: String, alignment: Table.Alignment)] = [
      ("time", .left), ("file", .left), ("start", .right), ("end", .right), ("species", .left),
      ("score", .right),
    ]
    if hasInputs { columns.insert(("input", .left), at: 1) }
    var table = Table(columns)
    let names = shortestNames(Set(events.compactMap(\.path)))
    let times = TableTimes(events.map { ($0.startLocal, $0.timeSource) })
    for event in events {
      let channel: String =
        switch event.channel {
        case .index(0): ""
        case .index(let index): " [\(index + 1)]"
        case .mix: " [mix]"
        }
      var cells = [
        times.text(event.startLocal, event.timeSource),
        (event.path.flatMap { names[$0] } ?? "") + channel,
        decimal(event.startSeconds, places: 1), decimal(event.endSeconds, places: 1),
        event.taxon.commonName, decimal(Double(event.peakScore), places: 2),
      ]
      if hasInputs { cells.insert(event.input ?? "", at: 1) }
      table.add(cells)
    }
    return table.lines + times.legend
  }
}

/// What stands in the place of a table without events.
private let noEvents = "No events."

/// How times stand in a table: local, to the second. One that is only guessed from the file's
/// modification time has a `~` before it.
private struct TableTimes {
  private let hasGuess: Bool

  /// - Parameter times: All of the table: in ISO 8601 with milliseconds, and how each is known.
  init(_ times: [(local: String?, source: TimeAnchor.Source?)]) {
    hasGuess = times.contains { $0.local != nil && $0.source == .modificationTime }
  }

  func text(_ local: String?, _ source: TimeAnchor.Source?) -> String {
    guard let local else { return "" }
    let mark = hasGuess ? (source == .modificationTime ? "~" : " ") : ""
    return mark + toSeconds(local)
  }

  var legend: [String] {
    hasGuess ? ["~ a guess: the file's modification time less its length"] : []
  }

  /// `2025-06-07T05:10:00.250+02:00` as `2025-06-07 05:10:00 +02:00`, and UTC with its `Z`.
  private func toSeconds(_ instant: String) -> String {
    let zone = instant.drop { $0 != "." }.drop { "0123456789.".contains($0) }
    let clock = instant.prefix { $0 != "." }.replacing("T", with: " ")
    return clock + (zone == "Z" ? "Z" : " " + zone)
  }
}

/// Each path by its name, and by as many of its folders as tell it from others of the same name: every
/// recorder writes a `20250607_031000.WAV` on its card.
func shortestNames(_ paths: Set<String>) -> [String: String] {
  var names: [String: String] = [:]
  var unnamed = paths
  var folders = 0
  while !unnamed.isEmpty {
    func name(_ path: String) -> String {
      let parts = path.split(separator: "/")
      return parts.count <= folders ? path : parts.suffix(folders + 1).joined(separator: "/")
    }
    for (name, sharing) in Dictionary(grouping: unnamed, by: name) where sharing.count == 1 {
      names[sharing[0]] = name
      unnamed.remove(sharing[0])
    }
    folders += 1
  }
  return names
}

/// How often each species was heard, first and last.
struct SpeciesTable {
  let lines: [String]

  init(_ counts: [SpeciesCount]) {
    guard !counts.isEmpty else {
      lines = [noEvents]
      return
    }
    let times = TableTimes(
      counts.flatMap { [$0.first, $0.last] }.map { ($0?.local, $0?.source) })
    var table = Table([
      ("events", .right), ("species", .left), ("highest score", .right), ("first", .left),
      ("last", .left),
    ])
    for count in counts {
      table.add([
        "\(count.events)", count.taxon.commonName,
        decimal(Double(count.highestPeak), places: 2),
        times.text(count.first?.local, count.first?.source),
        times.text(count.last?.local, count.last?.source),
      ])
    }
    lines = table.lines + times.legend
  }
}

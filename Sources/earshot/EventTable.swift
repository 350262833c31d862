import EventDetection
import EventLog
import Foundation

/// Events as a table for people: when, where, what, how sure. A time that is only guessed from the
/// file's modification time has a `~` before it.
struct EventTable {
  private var table = Table([
    ("time", .left), ("file", .left), ("start", .right), ("end", .right), ("species", .left),
    ("score", .right),
  ])

  mutating func add(_ event: LoggedEvent) {
    let name = event.path.map { URL(filePath: $0).lastPathComponent } ?? ""
    let channel: String =
      switch event.channel {
      case .index(0): ""
      case .index(let index): " [\(index + 1)]"
      case .mix: " [mix]"
      }
    table.add([
      time(of: event), name + channel,
      decimal(event.startSeconds, places: 1), decimal(event.endSeconds, places: 1),
      event.taxon.commonName, decimal(Double(event.peakScore), places: 2),
    ])
  }

  var lines: [String] { table.lines }

  private func time(of event: LoggedEvent) -> String {
    guard let start = event.startLocal else { return "" }
    return (event.timeSource == .modificationTime ? "~" : "") + toSeconds(start)
  }
}

/// How often each species was heard; first and last start in UTC.
struct SpeciesTable {
  let lines: [String]

  init(_ counts: [SpeciesCount]) {
    var table = Table([
      ("events", .right), ("species", .left), ("highest score", .right), ("first", .left),
      ("last", .left),
    ])
    for count in counts {
      table.add([
        "\(count.events)", count.taxon.commonName,
        decimal(Double(count.highestPeak), places: 2), count.firstUTC.map(toSeconds) ?? "",
        count.lastUTC.map(toSeconds) ?? "",
      ])
    }
    lines = table.lines
  }
}

/// `2025-06-07T05:10:00.250+02:00` as `2025-06-07 05:10:00 +02:00`, and UTC with its `Z`.
private func toSeconds(_ instant: String) -> String {
  let zone = instant.drop { $0 != "." }.drop { "0123456789.".contains($0) }
  let clock = instant.prefix { $0 != "." }.replacing("T", with: " ")
  return clock + (zone == "Z" ? "Z" : " " + zone)
}

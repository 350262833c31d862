import EventDetection
import EventLog
import Foundation

/// Events as a table for people: when, what, how sure, where.
struct EventTable {
  private var table = Table([
    ("local time", .left), ("file", .left), ("start", .right), ("end", .right),
    ("species", .left), ("score", .right),
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
      event.startLocal.map(Self.toSeconds) ?? "", name + channel,
      decimal(event.startSeconds, places: 1), decimal(event.endSeconds, places: 1),
      event.taxon.commonName, decimal(Double(event.peakScore), places: 2),
    ])
  }

  var lines: [String] { table.lines }

  /// `2025-06-07T05:10:00.250+02:00` as `2025-06-07 05:10:00 +02:00`, and UTC with its `Z`.
  private static func toSeconds(_ instant: String) -> String {
    let zone = instant.drop { $0 != "." }.drop { "0123456789.".contains($0) }
    let clock = instant.prefix { $0 != "." }.replacing("T", with: " ")
    return clock + (zone == "Z" ? "Z" : " " + zone)
  }
}

/// How often each species was heard.
struct SpeciesTable {
  let lines: [String]

  init(_ counts: [SpeciesCount]) {
    var table = Table([("events", .right), ("species", .left), ("highest score", .right)])
    for count in counts {
      table.add([
        "\(count.events)", count.taxon.commonName, decimal(Double(count.highestPeak), places: 2),
      ])
    }
    lines = table.lines
  }
}

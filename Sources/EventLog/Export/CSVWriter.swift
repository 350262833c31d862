import EventDetection

/// Comma-separated values with all that the log tells of an event: one header line, then one line an
/// event. Instants in UTC are there where any is known, local ones where the offset is.
///
/// Source: RFC 4180, but that lines end in a line feed alone.
public struct CSVWriter: EventWriter {
  /// Each line stands for itself: nothing is kept from one event to the next.
  public init() {}

  /// The names of the 22 columns.
  public var head: String {
    """
    event,common_name,scientific_name,kind,start_utc,end_utc,start_local,end_local,time_source,\
    start_seconds,end_seconds,peak,mean,windows,path,channel,site,latitude,longitude,\
    model,model_version,recording,input\n
    """
  }

  /// In the columns of ``head``; a cell of what is not known is empty.
  public mutating func text(for event: LoggedEvent) -> String {
    let local = event.hasLocalTime
    let what = [
      "\(event.id)", event.taxon.commonName, event.taxon.scientificName ?? "",
      event.taxon.kind.rawValue,
    ]
    let when = [
      event.startUTC ?? "", event.endUTC ?? "", local ? event.startLocal ?? "" : "",
      local ? event.endLocal ?? "" : "", event.timeSource?.rawValue ?? "", event.startText,
      event.endText,
    ]
    let score = [
      fixedPoint(Double(event.peakScore), places: 4),
      fixedPoint(Double(event.meanScore), places: 4), "\(event.windows)",
    ]
    let place = [
      event.path ?? "", "\(event.channel.stored)", event.site ?? "",
      event.latitude.map { fixedPoint($0, places: 6) } ?? "",
      event.longitude.map { fixedPoint($0, places: 6) } ?? "",
    ]
    return Self.line(
      what + when + score + place
        + [event.model, event.modelVersion, event.sha256 ?? "", event.input ?? ""])
  }

  /// How often each species was heard, first and last in UTC: a header line, then one line a species.
  public static func table(_ counts: [SpeciesCount]) -> String {
    let head = [
      "common_name", "scientific_name", "kind", "events", "highest_peak", "first_utc", "last_utc",
    ]
    let rows = counts.map { count in
      [
        count.taxon.commonName, count.taxon.scientificName ?? "", count.taxon.kind.rawValue,
        "\(count.events)", fixedPoint(Double(count.highestPeak), places: 4), count.first?.utc ?? "",
        count.last?.utc ?? "",
      ]
    }
    return ([head] + rows).map(line).joined()
  }

  /// One line; cells with what means something in the format are quoted.
  public static func line(_ cells: [String]) -> String {
    cells.map { cell in
      // By scalars: with an accent after it, a quote is another character, and still a quote.
      let scalars = cell.unicodeScalars
      guard scalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return cell }
      return "\"" + scalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }.joined(separator: ",") + "\n"
  }
}

/// The table that BirdNET-Analyzer writes for a recording, so that what reads it reads earshot's too.
///
/// Source: birdnet-team/BirdNET-Analyzer, format `csv`, August 2026.
public struct BirdNETWriter: EventWriter {
  /// As with ``CSVWriter``, nothing is kept from one event to the next.
  public init() {}

  /// The names that BirdNET-Analyzer gives its six columns.
  public var head: String { "Start (s),End (s),Scientific name,Common name,Confidence,File\n" }

  /// A species without a scientific name stands in both columns of names.
  public mutating func text(for event: LoggedEvent) -> String {
    CSVWriter.line([
      event.startText, event.endText, event.taxon.scientificName ?? event.taxon.commonName,
      event.taxon.commonName, fixedPoint(Double(event.peakScore), places: 4), event.path ?? "",
    ])
  }
}

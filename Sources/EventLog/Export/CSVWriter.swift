import EventDetection

/// Comma-separated values with all that the log tells of an event: one header line, then one line an
/// event.
///
/// `start_local` and `end_local` are empty where the offset of local time is not known, `start_utc` and
/// `end_utc` only where the instant is not. Scores have four decimals, as BirdNET-Analyzer writes them:
/// a table is read by people too. Who computes with scores takes ``JSONWriter``'s or the log's own,
/// which are exact.
///
/// Source: RFC 4180, but that lines end in a line feed alone.
public struct CSVWriter: EventWriter {
  /// Starts a file.
  public init() {}

  /// The names of the columns.
  public var head: String {
    """
    event,common_name,scientific_name,kind,start_local,end_local,start_utc,end_utc,time_source,\
    start_seconds,end_seconds,peak,mean,windows,path,channel,site,latitude,longitude,model,model_version,recording\n
    """
  }

  /// One line.
  public mutating func text(for event: LoggedEvent) -> String {
    let cells = [
      "\(event.id)", event.taxon.commonName, event.taxon.scientificName ?? "",
      event.taxon.kind.rawValue, event.startWithOffset ?? "", event.endWithOffset ?? "",
      event.startUTC ?? "", event.endUTC ?? "",
      event.timeSource?.rawValue ?? "", event.startText,
      event.endText, fixedPoint(Double(event.peakScore), places: 4),
      fixedPoint(Double(event.meanScore), places: 4), "\(event.windows)", event.path ?? "",
      "\(event.channel.stored)", event.site ?? "",
      event.latitude.map { fixedPoint($0, places: 6) } ?? "",
      event.longitude.map { fixedPoint($0, places: 6) } ?? "", event.model, event.modelVersion,
      event.sha256 ?? "",
    ]
    return Self.line(cells)
  }

  /// Cells with what means something in the format are quoted.
  static func line(_ cells: [String]) -> String {
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
  /// Starts a table.
  public init() {}

  /// The names of the columns.
  public var head: String { "Start (s),End (s),Scientific name,Common name,Confidence,File\n" }

  /// One line.
  public mutating func text(for event: LoggedEvent) -> String {
    CSVWriter.line([
      event.startText, event.endText, event.taxon.scientificName ?? event.taxon.commonName,
      event.taxon.commonName, fixedPoint(Double(event.peakScore), places: 4), event.path ?? "",
    ])
  }
}

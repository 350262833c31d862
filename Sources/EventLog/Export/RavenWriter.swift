import EventDetection

/// A selection table for Raven: tab-separated, one line an event, the columns of BirdNET-Analyzer's.
///
/// `Begin Time (s)` runs on over the recordings with events in the order in which they come, as Raven
/// lays out a sequence of files; `File Offset (s)` is the time inside the event's own file. A station's
/// stream, which is no file, has a table of its own.
///
/// Source: Cornell Lab of Ornithology, *Raven Pro 1.6 User's Manual*, chapter 6; BirdNET-Analyzer,
/// August 2026.
public struct RavenWriter: EventWriter {
  private var selection = 0
  private var recording: String?
  /// Seconds of the recordings before this one.
  private var before = 0.0
  private var length = 0.0

  /// Selections are counted from 1, over all recordings that are written.
  public init() {}

  /// The names of the 13 columns, parted by tabs.
  public var head: String {
    [
      "Selection", "Begin Time (s)", "End Time (s)", "Common Name", "Scientific Name",
      "Species Code", "Confidence", "View", "Channel", "File Offset (s)", "Low Freq (Hz)",
      "High Freq (Hz)", "Begin Path",
    ].joined(separator: "\t") + "\n"
  }

  /// Times are from the start of the first recording, as if each began where the one before ends.
  public mutating func text(for event: LoggedEvent) -> String {
    if event.sha256 != recording {
      before += length
      recording = event.sha256
      length = event.recordingSeconds ?? 0
    }
    selection += 1
    let scientificName = event.taxon.scientificName ?? event.taxon.commonName
    let cells = [
      "\(selection)", fixedPoint(before + event.startSeconds, places: 6),
      fixedPoint(before + event.endSeconds, places: 6), event.taxon.commonName, scientificName,
      scientificName, fixedPoint(Double(event.peakScore), places: 4), "Spectrogram 1",
      "\(max(event.channel.stored, 1))", event.startText,
      fixedPoint(event.lowestFrequency, places: 1), fixedPoint(event.highestFrequency, places: 1),
      event.path ?? "",
    ]
    return cells.map(Self.withoutTabs).joined(separator: "\t") + "\n"
  }

  /// The format has no quotes: what would break a line or a column becomes a space.
  static func withoutTabs(_ cell: String) -> String {
    String(cell.map { $0 == "\t" || $0.isNewline ? " " : $0 })
  }
}

/// Labels for Audacity: start, end and name, with the score, of the events of one recording.
///
/// Source: Audacity Manual 3.7, *Importing and Exporting Labels*.
public struct AudacityWriter: EventWriter {
  /// Each label stands for itself: nothing is kept from one event to the next.
  public init() {}

  /// Empty: labels have no names of columns.
  public var head: String { "" }

  /// Start, end and name with the score, parted by tabs.
  public mutating func text(for event: LoggedEvent) -> String {
    let score = fixedPoint(Double(event.peakScore), places: 4)
    let label = RavenWriter.withoutTabs(event.taxon.commonName)
    return "\(event.startText)\t\(event.endText)\t\(label) \(score)\n"
  }
}

import Embeddings
import EventLog

/// The moments that a search has found, as people and programs read them.
struct SearchReport {
  struct Row: Encodable {
    let rank: Int
    let similarity: Double
    /// From the recording's beginning.
    let startSeconds: Double
    let endSeconds: Double
    let recording: String
    let clip: String?
  }

  let rows: [Row]

  init(_ matches: [SimilaritySearch.Match], clips: [String?]) {
    rows = zip(matches, clips).enumerated().map { place, found in
      let (match, clip) = found
      return Row(
        rank: place + 1, similarity: rounded(Double(match.similarity), to: 4),
        startSeconds: rounded(match.seconds.start, to: 3),
        endSeconds: rounded(match.seconds.end, to: 3), recording: match.path, clip: clip)
    }
  }

  var table: [String] {
    if rows.isEmpty { return ["Nothing was compared."] }
    var table = Table([
      ("rank", .right), ("similarity", .right), ("start", .right), ("end", .right), ("file", .left),
    ])
    let names = shortestNames(Set(rows.map(\.recording)))
    for row in rows {
      table.add([
        "\(row.rank)", decimal(row.similarity, places: 3), decimal(row.startSeconds, places: 1),
        decimal(row.endSeconds, places: 1), names[row.recording] ?? row.recording,
      ])
    }
    return table.lines
  }

  var csv: [String] {
    let head = ["rank", "similarity", "start_s", "end_s", "recording", "clip"]
    let cells = rows.map { row in
      [
        "\(row.rank)", decimal(row.similarity, places: 4), decimal(row.startSeconds, places: 3),
        decimal(row.endSeconds, places: 3), row.recording, row.clip ?? "",
      ]
    }
    return ([head] + cells).map { String(CSVWriter.line($0).dropLast()) }
  }
}

private func rounded(_ value: Double, to places: Int) -> Double {
  let unit = (0..<places).reduce(1.0) { unit, _ in unit * 10 }
  return (value * unit).rounded() / unit
}

/// Rows of text in columns as wide as their widest cell: how commands show lists to people.
struct Table {
  enum Alignment {
    case left, right
  }

  private let alignments: [Alignment]
  private var rows: [[String]]

  /// - Parameter columns: Titles, and how what stands below them is aligned.
  init(_ columns: [(title: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.title)]
  }

  /// - Precondition: A cell for each column.
  mutating func add(_ cells: [String]) {
    precondition(cells.count == alignments.count, "one cell a column")
    rows.append(cells.map(\.printable))
  }

  /// Lines without trailing spaces, the titles first.
  var lines: [String] {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return alignments[column] == .left ? row[column] + space : space + row[column]
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}

/// Why labelled sound cannot be used: what, where, and what to do.
public enum LabelledSoundError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A listing, a truth or a folder that cannot be read.
  case unreadable(path: String, reason: String)
  /// A table that is not UTF-8.
  case notText(path: String)
  /// A table without a line.
  case emptyTable(path: String)
  /// A quote that is opened and not closed.
  case openQuote(path: String, line: Int)
  /// Something between a closing quote and the next separator.
  case behindQuote(path: String, line: Int)
  /// A row with another number of cells than the head.
  case cellCount(path: String, line: Int, found: Int, expected: Int)
  /// A head that lacks a column.
  case missingColumn(path: String, any: [String], found: [String])
  /// A head that has a column twice.
  case repeatedColumn(path: String, name: String)
  /// A cell that says nothing, and must.
  case emptyCell(path: String, line: Int, column: String)
  /// A cell that is no number of seconds, or one below 0.
  case seconds(path: String, line: Int, column: String, text: String)
  /// A start without an end, or an end that is not behind its start.
  case span(path: String, line: Int, start: String, end: String)
  /// Two rows of one clip that say different things of it.
  case contradiction(path: String, line: Int, column: String, one: String, other: String)
  /// A label that one row, or one folder, says is there and is not.
  case presentAndAbsent(place: String, label: String)
  /// There is no sound in it that has a label.
  case nothing(path: String)
  /// A pattern that cannot be read, has not exactly one group, or fits no file.
  case pattern(String, reason: String)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)."
    case .notText(let path):
      "\(path): is not UTF-8 text. Save the table as CSV in UTF-8."
    case .emptyTable(let path):
      "\(path): is empty. A listing has a head, such as file,class, and a row for each clip."
    case .openQuote(let path, let line):
      "\(path):\(line): the quote that begins here is not closed. Close it, or double a quote that is meant."
    case .behindQuote(let path, let line):
      "\(path):\(line): something stands between a closing quote and the next separator. Double a quote "
        + "that is meant."
    case .cellCount(let path, let line, let found, let expected):
      "\(path):\(line): \(found) cells, and the head has \(expected). Quote a cell with a separator in it, and "
        + "end a row with a separator for each cell that is left empty."
    case .missingColumn(let path, let any, let found):
      "\(path): has no column \(any.joined(separator: ", or ")). Its head is: "
        + "\(found.joined(separator: ", "))."
    case .repeatedColumn(let path, let name):
      "\(path): has the column \(name) twice, and which is meant is not said. Rename one."
    case .emptyCell(let path, let line, let column):
      "\(path):\(line): \(column) is empty. Fill it in, or remove the row; a clip without any species "
        + "has the class background."
    case .seconds(let path, let line, let column, let text):
      "\(path):\(line): \(column) \"\(text)\" is no time: give seconds from the file's beginning, 0 or more."
    case .span(let path, let line, let start, let end):
      "\(path):\(line): from \"\(start)\" to \"\(end)\" is no span: give a start and a later end, in seconds."
    case .contradiction(let path, let line, let column, let one, let other):
      "\(path):\(line): \(column) is \"\(other)\" here and \"\(one)\" in a row above of the same clip. "
        + "Keep one."
    case .presentAndAbsent(let place, let label):
      "\(place): \"\(label)\" is said to be there and not to be there. Remove one of the two."
    case .nothing(let path):
      "\(path): there is no labelled sound in it. Give a folder with a folder for each class, a listing "
        + "(CSV with the columns file and class), or recordings with truth.csv or Raven's selection tables "
        + "beside them."
    case .pattern(let pattern, let reason):
      "the pattern \(pattern) cannot be used: \(reason). Give a regular expression with one group in "
        + "parentheses, which is the recording's name: '^([0-9]+)_'."
    }
  }
}

/// What a check of a log has found.
public struct LogCheck: Hashable, Sendable {
  /// How closely is looked.
  public enum Thoroughness: Hashable, Sendable {
    /// Every page, every row's values, and what rows refer to.
    case quick
    /// Every entry of every index, too: several times as long.
    case thorough
  }

  /// Of the log's tables; `nil` if it cannot be read.
  public var version: Int?
  /// Size of the file, with the writes beside it that are not in it yet.
  public var bytes: Int64
  /// In the order in which they were found.
  public var problems: [LogProblem]

  /// Whether nothing was found; a quick check does not look at the entries of indices.
  public var isSound: Bool { problems.isEmpty }
}

/// What is wrong with a log.
public enum LogProblem: Hashable, Sendable, CustomStringConvertible {
  /// SQLite gave up.
  case unreadable(reason: String)
  /// What SQLite says of a page or a row.
  case damaged(String)
  /// A table, index, trigger or view is not there.
  case missing(kind: String, name: String)
  /// Rows of a table refer to rows that are not there.
  case orphans(table: String, parent: String, rows: Int)
  /// Values of a column that no recording and no stream has.
  case senseless(table: String, column: String, rows: Int)
  /// The daily counts are not those of the events.
  case dailyCounts(wrong: Int, day: String)
  /// The mark that tells a log from other SQLite files.
  case mark(Int32)
  /// No earshot numbered its tables so.
  case version(Int)

  public var description: String {
    switch self {
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .damaged(let reason): reason
    case .missing(let kind, let name): "the \(kind) \(name) is missing"
    case .orphans(let table, let parent, let rows):
      "\(rows) rows of \(table) refer to rows of \(parent) that are not there"
    case .senseless(let table, let column, let rows):
      "\(rows) rows of \(table) have a \(column) that no recording has"
    case .dailyCounts(let wrong, let day):
      "\(wrong) daily counts are not those of the events, the first of \(day.isEmpty ? "no day" : day)"
    case .mark(let mark): "the application id is \(mark), not \(applicationID)"
    case .version(let version): "the version is \(version), which no earshot wrote"
    }
  }
}

/// What a merge has brought into a log.
public struct LogMerge: Hashable, Sendable {
  /// Rows of one table of the other log.
  public struct Table: Hashable, Sendable {
    /// As the log's schema has it: "event".
    public var name: String
    /// New.
    public var added = 0
    /// There, and known better now: an event that went on, a clip that was deleted.
    public var updated = 0
    /// There, as they are.
    public var known = 0
    /// Not taken: they belong to rows that the other log does not have, or their place is taken.
    public var refused = 0
  }

  /// Those that had any rows, in an order in which rows refer only to tables before theirs.
  public private(set) var tables: [Table] = []

  /// Whether the log is as it was.
  public var isEmpty: Bool { tables.allSatisfy { $0.added == 0 && $0.updated == 0 } }

  /// A table by its name; all 0 for one that had no rows.
  public subscript(_ name: String) -> Table {
    tables.first { $0.name == name } ?? Table(name: name)
  }

  mutating func count(_ name: String, _ what: WritableKeyPath<Table, Int>, _ rows: Int = 1) {
    guard rows > 0 else { return }
    if let place = tables.firstIndex(where: { $0.name == name }) {
      tables[place][keyPath: what] += rows
      return
    }
    var table = Table(name: name)
    table[keyPath: what] = rows
    tables.append(table)
    let order = SalvagedTable.all.map(\.name)
    tables.sort { order.firstIndex(of: $0.name) ?? 0 < order.firstIndex(of: $1.name) ?? 0 }
  }
}

/// Which of two logs was at fault when one could not be merged into the other.
public enum LogMergeError: Error, Equatable, CustomStringConvertible {
  /// The other log: what was merged of it is sound, and all other logs can still be merged.
  case source(EventLogError)
  /// The log that was to grow.
  case target(EventLogError)

  public var description: String {
    switch self {
    case .source(let error), .target(let error): error.description
    }
  }
}

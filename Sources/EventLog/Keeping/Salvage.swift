/// What became of a damaged log.
public struct Salvage: Hashable, Sendable {
  /// Rows of one table.
  public struct Table: Hashable, Sendable {
    /// As the log's schema has it: "event".
    public var name: String
    /// As they were.
    public var saved = 0
    /// Lost, but known well enough by what an index said of them for others to refer to.
    public var rebuilt = 0
    /// Read, and left out: they made no sense, or referred to rows that are lost.
    public var refused = 0
    /// Whether all of it could be read.
    public var reading = Reading.whole
  }

  /// How much of a table could be read; what was not is lost, and nothing tells how much it was.
  public enum Reading: Hashable, Sendable {
    case whole, inPart, notAtAll
  }

  /// Where the damaged file lies now, as it was.
  public var setAside: String
  /// What was wrong with it.
  public var reason: String
  /// Each table, in an order in which rows refer only to tables before theirs.
  public var tables: [Table]

  /// Rows of a table that are as they were; 0 for a table that the log does not have.
  public func saved(_ table: String) -> Int { tables.first { $0.name == table }?.saved ?? 0 }

  func hasSaved(_ table: String) -> Bool { saved(table) > 0 }
}

extension Salvage: CustomStringConvertible {
  /// The text of the incident.
  public var description: String {
    func list(_ count: KeyPath<Table, Int>) -> String? {
      let parts = tables.filter { $0[keyPath: count] > 0 }.map {
        "\($0[keyPath: count]) \($0.name)"
      }
      return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
    var text = "The log was damaged (\(reason)) and lies, as it was, in \(setAside). Rows saved: "
    text += list(\.saved) ?? "none"
    if let rebuilt = list(\.rebuilt) { text += "; rebuilt without their content: \(rebuilt)" }
    if let refused = list(\.refused) { text += "; left out: \(refused)" }
    for (reading, words) in [
      (Reading.notAtAll, "not readable"), (.inPart, "readable in part"),
    ] {
      let names = tables.filter { $0.reading == reading }.map(\.name)
      if !names.isEmpty { text += "; \(words): \(names.joined(separator: ", "))" }
    }
    return text + "."
  }
}

/// The species that can occur at a place, or those that cannot, by week of the year.
///
/// A plain text file, one taxon a line, with weeks after a colon where it does not occur all year:
///
/// ```
/// # Old pond; weeks as BirdNET counts them, 1 to 48.
/// Turdus merula_Common blackbird
/// Corvus corax
/// European tree frog: 11-24
/// Rough-legged buzzard: 42-10
/// ```
///
/// A taxon is named by its common name, its scientific name or both, `Scientific name_Common name`,
/// in any case. Empty lines and lines that begin with `#` mean nothing.
///
/// A list fails closed: one that is empty, that holds a line which cannot be read, or that names what
/// the model does not know is an error, never "everything allowed". No list hides people: an allowed
/// list need not name them, and an ignored list must not.
///
/// Equal, and the same in JSON, are lists that say the same, wherever they were read from.
public struct SpeciesList: Hashable, Sendable, Codable, CustomStringConvertible {
  /// A taxon and the weeks in which it occurs.
  public struct Entry: Hashable, Sendable, Codable {
    /// As it stands in the file.
    public var name: String
    /// When it occurs; all weeks where the line names none.
    public var weeks: WeekSet

    /// - Parameter name: Common, scientific or both, in any case; whether a model knows it is found out when
    ///   a rule is resolved.
    public init(name: String, weeks: WeekSet = .all) {
      self.name = name
      self.weeks = weeks
    }
  }

  /// Where the list comes from, for messages: a path, mostly.
  public let name: String
  /// In the order of the file, at least one.
  public let entries: [Entry]

  /// - Throws: ``DetectionError/emptyList(_:)``.
  public init(name: String, entries: [Entry]) throws(DetectionError) {
    guard !entries.isEmpty else { throw .emptyList(name) }
    self.name = name
    self.entries = entries
  }

  private enum CodingKeys: CodingKey {
    case entries
  }

  /// A rule's list as it was stored. Where it came from is not stored: its ``name`` says so.
  /// - Throws: ``DetectionError/emptyList(_:)``, or what the decoder throws.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      name: "stored species list", entries: try values.decode([Entry].self, forKey: .entries))
  }

  /// Writes the entries alone.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(entries, forKey: .entries)
  }

  /// By their entries, whatever the lists are called.
  public static func == (left: Self, right: Self) -> Bool { left.entries == right.entries }

  /// Likewise.
  public func hash(into hasher: inout Hasher) { hasher.combine(entries) }

  /// Reads the file's text.
  /// - Parameter bytes: UTF-8, with or without a byte order mark.
  /// - Throws: ``DetectionError/emptyList(_:)``, ``DetectionError/listNotText(_:)``,
  ///   ``DetectionError/listLine(list:line:text:)``.
  public init(name: String, bytes: some Collection<UInt8>) throws(DetectionError) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .listNotText(name) }
    let unmarked = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    var entries: [Entry] = []
    let lines = unmarked.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let content = line.trimmingSpaces()
      if content.isEmpty || content.hasPrefix("#") { continue }
      let parts = content.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let taxon = parts[0].trimmingSpaces()
      let weeks = parts.count == 2 ? try? WeekSet(parsing: parts[1]) : .all
      guard !taxon.isEmpty, let weeks else {
        throw .listLine(list: name, line: index + 1, text: content)
      }
      entries.append(Entry(name: taxon, weeks: weeks))
    }
    try self.init(name: name, entries: entries)
  }

  /// The list as its file: reading it gives the same list.
  public var description: String {
    entries.map { $0.weeks == .all ? $0.name : "\($0.name): \($0.weeks)" }.joined(separator: "\n")
  }
}

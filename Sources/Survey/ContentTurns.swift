/// Which path of a survey analyses a content that several paths have.
///
/// Paths are planned and committed in their order, so a path may wait for an earlier one, never for a
/// later one: a survey in which two wait for each other would not end.
struct ContentTurns {
  enum Turn: Hashable {
    /// This path analyses it. A later path that was about to gives its place up, and repeats.
    case analyse(displacing: Int?)
    /// An earlier path analyses it, or did.
    case repeatEarlier
  }

  /// By content: the path that is analysing it.
  private var underWay: [String: Int] = [:]
  /// Contents that are analysed and in the log.
  private var committed: Set<String> = []

  /// Whose turn it is, if `path` has `content` and wants it analysed.
  mutating func turn(of path: Int, with content: String) -> Turn {
    if committed.contains(content) { return .repeatEarlier }
    let owner = underWay[content]
    if let owner, owner < path { return .repeatEarlier }
    underWay[content] = path
    return .analyse(displacing: owner == path ? nil : owner)
  }

  /// The path's analysis of the content is in the log.
  mutating func commit(_ content: String) {
    underWay[content] = nil
    committed.insert(content)
  }

  /// Whether a path of this survey has analysed the content.
  func hasCommitted(_ content: String) -> Bool { committed.contains(content) }

  /// The path cannot analyse the content after all: the next path that has it will.
  mutating func fail(_ path: Int, with content: String) {
    if underWay[content] == path { underWay[content] = nil }
  }
}

import GRDB

/// "One of these files, or anything below one of these folders", as SQL that the index on paths
/// serves.
struct PathCondition {
  let sql: String
  let arguments: StatementArguments

  init(_ paths: [String], column: String = "path") {
    var terms: [String] = []
    var arguments = StatementArguments()
    for path in paths {
      let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      let folder = trimmed == "/" ? "/" : trimmed + "/"
      terms.append("\(column) = ? OR (\(column) >= ? AND \(column) < ?)")
      // "0" is the character after "/".
      arguments += [trimmed, folder, folder.dropLast() + "0"]
    }
    sql = "(" + terms.joined(separator: " OR ") + ")"
    self.arguments = arguments
  }
}

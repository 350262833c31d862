import GRDB

/// "One of these files, or anything below one of these folders", of the table `file`, as SQL that the
/// index on paths serves, whatever the number of paths: they travel as one JSON text, since SQLite
/// limits how deep a condition may be.
struct PathCondition {
  /// What follows `FROM`: the rows of `file` that match, each as often as places match it.
  static let matchingFiles = """
    json_each(?) AS place CROSS JOIN file
    WHERE file.path >= json_extract(place.value, '$[0]')
      AND file.path < json_extract(place.value, '$[1]')
    """

  /// Of a query over `file`.
  var sql: String { "file.id IN (SELECT file.id FROM \(Self.matchingFiles))" }
  /// Those of ``sql``, and of ``matchingFiles``.
  let arguments: StatementArguments

  init(_ paths: [String]) {
    let ranges = paths.flatMap { path in
      let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      let folder = trimmed == "/" ? "/" : trimmed + "/"
      // A path holds no zero byte, so nothing but itself lies before it with a one at its end; and
      // "0" is the character after "/".
      return [[trimmed, trimmed + "\u{1}"], [folder, folder.dropLast() + "0"]]
    }
    arguments = [jsonText(ranges)]
  }
}

public import EventLog

extension EventLog {
  /// The SHA-256 of a file's content, if the log has seen the file and its size, its time and its edges
  /// are still what they were then.
  public func unchangedContent(of path: String) throws(EventLogError) -> String? {
    guard let status = FileStatus(path: path), status.folder == nil,
      let known = try file(at: absolutePath(path)), case .recording(let sha256) = known.content,
      known.file.bytes == status.bytes, known.file.modified == status.modified,
      let edges = known.file.edges, edges == FileEdges.digest(of: path)
    else { return nil }
    return sha256
  }
}

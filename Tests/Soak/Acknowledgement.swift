/// What the station said is in the log: a line, written when it had been committed.
struct Acknowledgement: Hashable, CustomStringConvertible {
  enum Kind: String { case opened, closed }

  var kind: Kind
  var input: String
  /// Samples of the stream.
  var start: Int64
  /// As far as it had come.
  var end: Int64
  /// Microseconds since 1970 UTC.
  var startedAt: Int64
  var commonName: String

  var description: String { "\(kind.rawValue) \(input) \(start) \(end) \(startedAt) \(commonName)" }
}

extension Acknowledgement {
  /// - Returns: `nil` if the line is none.
  init?(_ line: some StringProtocol) {
    let parts = line.split(separator: " ", maxSplits: 5)
    guard parts.count == 6, let kind = Kind(rawValue: String(parts[0])),
      let start = Int64(parts[2]), let end = Int64(parts[3]), let startedAt = Int64(parts[4])
    else { return nil }
    self.init(
      kind: kind, input: String(parts[1]), start: start, end: end, startedAt: startedAt,
      commonName: String(parts[5]))
  }
}

/// The end of what a program said, however much that was.
struct LastLines: Sendable {
  private static let mostBytes = 2000
  private static let mostLines = 5

  private var bytes: [UInt8] = []

  mutating func append(_ more: some Sequence<UInt8>) {
    bytes += more
    if bytes.count > Self.mostBytes { bytes.removeFirst(bytes.count - Self.mostBytes) }
  }

  /// On one line; empty if nothing was said.
  var text: String {
    String(decoding: bytes, as: UTF8.self)
      .split(whereSeparator: \.isNewline)
      .suffix(Self.mostLines)
      .map { line in String(String.UnicodeScalarView(line.unicodeScalars.filter { $0.value >= 32 }))
      }
      .joined(separator: " / ")
  }
}

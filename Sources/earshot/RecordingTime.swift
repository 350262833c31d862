import ArgumentParser

/// A position in a recording, as people write it.
struct RecordingTime: ExpressibleByArgument {
  let seconds: Double

  /// `75.5`, `1:15.5` or `0:01:15.5`.
  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count) else { return nil }
    var seconds = 0.0
    for (index, part) in parts.enumerated() {
      guard part.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }), let value = Double(part),
        value < 1e9, index == 0 || value < 60
      else {
        return nil
      }
      seconds = seconds * 60 + value
    }
    self.seconds = seconds
  }
}

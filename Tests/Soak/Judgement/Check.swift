/// One thing that has to be so of every log, and whether it is.
struct Check {
  /// As a sentence.
  var name: String
  /// What was looked at, in figures.
  var counts: String
  /// What is not so, each with its place.
  var failures: [String] = []

  var isPassed: Bool { failures.isEmpty }
}

import ArgumentParser

/// Where the event log lies.
struct LogOptions: ParsableArguments {
  @Option(help: "The event log, a SQLite file.")
  var log = Self.usual

  static let usual = "earshot.sqlite"
}

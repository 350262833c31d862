import ArgumentParser

/// Where the event log lies.
struct LogOptions: ParsableArguments {
  @Option(help: "The event log, a SQLite file.")
  var log = "earshot.sqlite"
}

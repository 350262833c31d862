import ArgumentParser
import EventLog
import Foundation

extension LogCommand {
  struct Salvage: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "salvage",
      abstract: "Put what can be read of a damaged log into a new one.",
      discussion: """
        The damaged file is kept as it was, as NAME.corrupt-DATE; the new log takes its place. A sound \
        log stays as it is.
        """)

    @OptionGroup var log: LogOptions

    func run() throws {
      guard let salvage = try EventLog.salvage(path: log.log, now: .microsecondsNow) else {
        return try Terminal.print("\(log.log): sound; nothing to salvage.")
      }
      try Terminal.print("\(log.log): \(salvage)")
    }
  }
}

extension Int64 {
  /// Microseconds since 1970 UTC.
  static var microsecondsNow: Int64 { Int64(Date().timeIntervalSince1970 * 1e6) }
}

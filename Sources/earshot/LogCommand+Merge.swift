import ArgumentParser
import EventLog
import Foundation

extension LogCommand {
  struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "merge",
      abstract: "Add everything of other logs to a log.",
      discussion: """
        Logs of other cards, other stations and backups, while others write to any of them. What is there \
        already is recognised and stays: merging twice adds nothing. The log is made if it is not there. \
        A log that cannot be read is named, and the others go on; the status is then 1.
        """)

    @Argument(help: "Logs to be added; they are only read.")
    var sources: [String]

    @OptionGroup var log: LogOptions

    func validate() throws {
      guard !sources.isEmpty else { throw ValidationError("Name a log to be added.") }
    }

    func run() throws {
      try requireSomething()
      let log = try EventLog(path: log.log, access: .creating)
      var hasFailed = false
      for source in sources {
        do {
          try Terminal.print(Self.lines(source, log.path, try log.merge(source)))
        } catch LogMergeError.source(let error) {
          Terminal.complain(error)
          hasFailed = true
        } catch LogMergeError.target(let error) {
          throw error
        }
      }
      if hasFailed { throw ExitCode(ExitStatus.inputsFailed.rawValue) }
    }

    /// No log is made for nothing.
    private func requireSomething() throws {
      guard !FileManager.default.fileExists(atPath: log.log) else { return }
      var failures: [EventLogError] = []
      for source in sources {
        do throws(EventLogError) {
          _ = try EventLog(path: source, access: .reading)
          return
        } catch {
          failures.append(error)
        }
      }
      for error in failures { Terminal.complain(error) }
      throw ExitCode(ExitStatus.inputsFailed.rawValue)
    }

    private static func lines(_ source: String, _ log: String, _ merge: LogMerge) -> [String] {
      if merge.isEmpty { return ["\(source): \(log) has all of it."] }
      var table = Table([
        ("rows of", .left), ("added", .right), ("updated", .right), ("there", .right),
        ("left out", .right),
      ])
      for rows in merge.tables {
        table.add([
          rows.name, "\(rows.added)", "\(rows.updated)", "\(rows.known)", "\(rows.refused)",
        ])
      }
      return ["\(source) into \(log):"] + table.lines
    }
  }
}

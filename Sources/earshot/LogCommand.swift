import ArgumentParser
import EventLog
import Foundation

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract:
      "Keep logs: back up, check, salvage and merge them; list gaps and incidents; lock clips.",
    subcommands: [
      Backup.self, Check.self, Salvage.self, Merge.self, Gaps.self, Incidents.self, Lock.self,
      Unlock.self,
    ])

  struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "backup",
      abstract: "Copy a log as it is now, while others write to it.",
      discussion: """
        The copy has its name once it is whole and checked. Copying the file by other means while \
        something writes to it gives a damaged one.
        """)

    @Argument(help: "The file to be made.")
    var to: String

    @OptionGroup var log: LogOptions

    @Flag(help: "Replace a file that is there.")
    var force = false

    func run() throws {
      let log = try EventLog(path: log.log, access: .reading)
      let backup = try log.backUp(to: to, replacing: force)
      try Terminal.print(
        "\(to): \(backup.pages) pages, \(backup.bytes) bytes, "
          + "in \(decimal(backup.seconds, places: 2)) s; sound.")
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Tell whether a log is sound.",
      discussion: """
        Looks at every page and row, at what rows refer to, and at the daily counts. Changes nothing. \
        Ends with status 3 if anything is wrong.
        """)

    @OptionGroup var log: LogOptions

    @Flag(help: "Look at every entry of every index too; takes several times as long.")
    var thorough = false

    func run() throws {
      let check = try EventLog.check(path: log.log, thorough ? .thorough : .quick)
      if check.isSound {
        let version = check.version.map { ", version \($0)" } ?? ""
        return try Terminal.print("\(log.log): sound\(version), \(check.bytes) bytes.")
      }
      try Terminal.print(check.problems.map { "\(log.log): \($0)" })
      throw ExitCode(ExitStatus.log.rawValue)
    }
  }
}

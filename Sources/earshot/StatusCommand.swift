import ArgumentParser
import Foundation
import Station
import SystemFiles

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Tell what a running station does and hears.",
    discussion: """
      A station writes a status file every few seconds: beside its log, or where its configuration \
      says. Exit status 1: it does not run, or an input is not heard.
      """)

  @OptionGroup var log: LogOptions

  @Option(help: "The status file; beside the log without.")
  var file: String?

  @Flag(help: "Print the status file as it is: JSON.")
  var json = false

  func run() throws {
    let file = file.map(StatusFile.init(path:)) ?? StatusFile(besideLog: log.log)
    let status = try file.read()
    let report = StatusReport(status, now: Date())
    if json {
      let text = String(decoding: try contents(of: file.path), as: UTF8.self)
      try Terminal.print(text.split(separator: "\n").map(String.init))
    } else {
      try Terminal.print(report.lines)
    }
    if !report.isWell { throw ExitCode(1) }
  }
}

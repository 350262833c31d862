import ArgumentParser
import Configuration
import Foundation
import Station
import SystemFiles

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Tell what a running station does and hears.",
    discussion: """
      A station writes a status file every few seconds: beside its log, or where its configuration \
      says (the service's is /run/earshot/status.json). Exit status 1: it does not run, or an input is not heard.
      """)

  @OptionGroup var log: LogOptions

  @Option(help: "The status file; beside the log without.")
  var file: String?

  @Option(help: "The station's configuration, which says where its log or its status file is.")
  var config: String?

  @Flag(help: "Print the status file as it is: JSON.")
  var json = false

  func run() throws {
    let (place, log) = try places()
    let status = try place.read()
    // A path that the station's own folder begins is none here.
    let known = log ?? (status.log.path.hasPrefix("/") ? status.log.path : nil)
    let report = StatusReport(
      status, now: Date(), isHeard: known.map(LogClaim.isHeld) ?? false,
      isAlive: status.host == ProcessFigures.host ? ProcessFigures.isAlive(status.processID) : nil)
    if json {
      let text = String(decoding: try contents(of: place.path), as: UTF8.self)
      try Terminal.print(text.split(separator: "\n").map(String.init))
    } else {
      try Terminal.print(report.lines)
    }
    if !report.isWell { throw ExitCode(1) }
  }

  /// The status file, and the log if it is known.
  private func places() throws -> (StatusFile, log: String?) {
    if let file { return (StatusFile(path: file), nil) }
    guard let config else { return (StatusFile(besideLog: log.log), log.log) }
    let station = try StationConfiguration(contentsOf: config)
    let log = station.log.value
    return (
      station.status.file.value.map(StatusFile.init(path:)) ?? StatusFile(besideLog: log), log
    )
  }
}

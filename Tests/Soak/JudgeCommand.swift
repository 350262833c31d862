import ArgumentParser
import Foundation

/// Judges what a run has left.
struct JudgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge", abstract: "Judges the log of a run again.")

  @Argument(help: "Folder of the run.")
  var folder: String

  func run() throws { try Self.judge(SoakFolder(folder)) }

  static func judge(_ folder: SoakFolder) throws {
    let judgement = try Judgement(of: folder)
    let checks = try judgement.checks()
    print("\n\(ClosingTable(judgement))\n")
    for check in checks {
      print("\(check.isPassed ? "✔" : "✘") \(check.name): \(check.counts)")
      for failure in check.failures.prefix(20) { print("    \(failure)") }
      if check.failures.count > 20 { print("    and \(check.failures.count - 20) more") }
    }
    if !checks.allSatisfy(\.isPassed) { throw ExitCode.failure }
  }
}

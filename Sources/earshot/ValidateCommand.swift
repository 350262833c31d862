import ArgumentParser
import Foundation

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Hold image networks, the backbones of the models, to their published figures.",
    subcommands: [VWW.self, ImageNet.self, Detect.self])

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv }

  /// What the commands of the group have in common.
  struct Options: ParsableArguments {
    @Option(help: ArgumentHelp(ModelLocation.networkHelp))
    var model: String

    @Option(help: "Images at the same time; the number of cores without.")
    var jobs: Int?

    @Option(help: "How the result is printed; csv has a line for each image.")
    var format = Format.table

    func validate() throws {
      if let jobs, !(1...512).contains(jobs) {
        throw ValidationError("--jobs must be from 1 to 512, not \(jobs).")
      }
    }

    var threads: Int { jobs ?? ProcessInfo.processInfo.activeProcessorCount }
  }
}

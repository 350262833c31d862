import ArgumentParser
import Foundation
import QuantizedInference

/// The command line. Each command parses, calls one room and prints.
struct Earshot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "earshot",
    abstract: "Log the species heard in recordings.",
    discussion: """
      Start with a folder of recordings:

        earshot classify --log survey.sqlite FOLDER
        earshot events --log survey.sqlite

      Exit status: 0 all done; 1 some inputs failed, which are named; 2 wrong usage, \
      configuration or model; 3 the log cannot be used; 4 what was asked for cannot be written; \
      70 a bug of earshot; 130 interrupted (`listen`, which Ctrl-C is there to end, has 0).
      """,
    version: earshotVersion,
    subcommands: [
      ClassifyCommand.self, ListenCommand.self, StatusCommand.self, EventsCommand.self,
      WhyCommand.self, DecideCommand.self, SpectrogramCommand.self, ModelsCommand.self,
      SearchCommand.self, TrainCommand.self, EmbedCommand.self, ValidateCommand.self,
      FeaturesCommand.self,
      LogCommand.self, DoctorCommand.self,
    ])
}

/// The version of the program; a release's entry in CHANGELOG.md has the same.
let earshotVersion = "0.1.0"

/// A set that this CPU does not have must not be replaced in silence by one that it has.
private func requireKernels() throws {
  guard let wish = KernelSet.wish, KernelSet.named(wish) == nil else { return }
  throw UsageError(
    "EARSHOT_KERNELS is \(wish), which this CPU does not have. It has "
      + KernelSet.available.map(\.name).joined(separator: ", ") + ".")
}

@main enum Main {
  static func main() {
    StandardDescriptors.takeClosed()
    // A pipe that nobody reads is an error like others: a survey goes on without its listeners.
    signal(SIGPIPE, SIG_IGN)
    do {
      try CommandNames.check(CommandLine.arguments.dropFirst())
      var command = try Earshot.parseAsRoot()
      try requireKernels()
      try ModelLocation.requireNamedFolders()
      try command.run()
    } catch {
      ExitStatus.leave(after: error)
    }
  }
}

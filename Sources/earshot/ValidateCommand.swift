import ArgumentParser

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Hold models to labelled sound, and image networks to their published figures.",
    subcommands: [Audio.self, VWW.self, ImageNet.self, Detect.self])

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv }

  /// What the commands on images have in common.
  struct Options: ParsableArguments {
    @Option(help: ArgumentHelp(ModelLocation.networkHelp))
    var model: String

    @OptionGroup var work: ImageWorkOptions

    @Option(help: "How the result is printed; csv has a line for each image.")
    var format = Format.table
  }
}

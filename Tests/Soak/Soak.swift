import ArgumentParser

/// A station run faster than real time through everything that can happen to it, and the proof
/// afterwards that nothing was lost without a word.
@main struct Soak: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "soak",
    abstract: "Runs a station for days in minutes, with every fault there is, and judges its log.",
    subcommands: [RunCommand.self, StationCommand.self, JudgeCommand.self])
}

import ArgumentParser

@main
struct Earshot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "earshot", abstract: "Log the species heard in recordings.")
}

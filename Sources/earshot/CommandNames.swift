import ArgumentParser
import Configuration

/// The words that may stand where a command's name is expected.
enum CommandNames {
  /// Refuses a word that is no command, with the one that may have been meant: the parser would take
  /// it for a value that nobody asked for.
  /// - Parameters:
  ///   - words: What follows the group's name.
  ///   - path: The words before.
  static func check(
    _ words: some Sequence<String>, of group: any ParsableCommand.Type = Earshot.self,
    path: [String] = []
  ) throws(UsageError) {
    let commands = group.configuration.subcommands
    let words = Array(words)
    guard !commands.isEmpty, let word = words.first, !word.hasPrefix("-") else { return }
    // `earshot help models run`
    if path.isEmpty, word == "help" { return try check(words.dropFirst(), of: group) }
    if let command = commands.first(where: { $0.configuration.commandName == word }) {
      return try check(words.dropFirst(), of: command, path: path + [word])
    }
    let names = commands.compactMap { $0.configuration.commandName }
    func spelt(_ name: String) -> String { (path + [name]).joined(separator: " ") }
    let help =
      nearestName(to: word, among: names).map { "did you mean '\(spelt($0))'?" }
      ?? "there are \(names.map(spelt).joined(separator: ", "))."
    throw UsageError("there is no command '\(spelt(word))'; \(help)")
  }
}

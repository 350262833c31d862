import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import earshot

/// A command that is misspelt is named, with the one that was probably meant.
@Suite struct CommandNamesTests {
  private func message(_ line: String) -> String? {
    do {
      try CommandNames.check(line.split(separator: " ").map(String.init))
      return nil
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    "", "classify a.wav", "events --from x", "models", "models list", "models check --help",
    "models run a b", "help", "help models run", "--version", "--clasify", "doctor", "doctor cpu",
    "validate vww x", "models --help",
  ])
  func `what is a command, or an option, passes`(line: String) {
    #expect(message(line) == nil)
  }

  @Test(arguments: [
    ("clasify a.wav", "there is no command 'clasify'; did you mean 'classify'?"),
    ("event", "there is no command 'event'; did you mean 'events'?"),
    ("help clasify", "there is no command 'clasify'; did you mean 'classify'?"),
    ("models chekc", "there is no command 'models chekc'; did you mean 'models check'?"),
    ("help models rum", "there is no command 'models rum'; did you mean 'models run'?"),
    ("validate vvw x", "there is no command 'validate vvw'; did you mean 'validate vww'?"),
    ("doctor gpu", "there is no command 'doctor gpu'; did you mean 'doctor cpu'?"),
    (
      "validate recordings",
      "there is no command 'validate recordings'; there are validate audio, validate vww, "
        + "validate imagenet, validate detect."
    ),
  ])
  func `what is none is told with what may have been meant`(line: String, expected: String) {
    #expect(message(line) == expected)
  }

  @Test func `every command of a group has a name that can be checked`() {
    func names(_ group: any ParsableCommand.Type) -> [String?] {
      group.configuration.subcommands.flatMap { [$0.configuration.commandName] + names($0) }
    }
    #expect(names(Earshot.self).count > 15 && names(Earshot.self).allSatisfy { $0 != nil })
  }

  @Test func `the program ends with 2, and models alone are still listed`() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(["models", "lst"], in: folder.url)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(
      result.errors == "earshot: there is no command 'models lst'; did you mean 'models list'?\n")
    let list = try Program.run(["models"], in: folder.url)
    #expect(list.status == 0 && list.output.hasPrefix("name "))
  }
}

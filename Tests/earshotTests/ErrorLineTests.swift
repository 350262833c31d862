import Configuration
import Foundation
import TestSupport
import Testing

/// What stands on standard error: a line for each thing that is wrong, and no line that a name made.
@Suite struct ErrorLineTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `each of several problems of a bundle has its line`() throws {
    let bundle = try TinyBundle.copy(
      to: folder, replacing: "\"commonName\": \"Whistle\"", with: "\"commonName\": \"Hum\"")
    let file = bundle.appending(path: "bundle.json")
    let json = try String(contentsOf: file, encoding: .utf8)
    try Data(json.replacing("\"name\": \"tiny\"", with: "\"name\": \"\"").utf8).write(to: file)
    for command in ["models check bundle", "EARSHOT_MODELS=. models"] {
      let script = command.replacing(
        "models", with: "'\(Program.url.path)' models", maxReplacements: 1)
      let result = try Program.shell(script, in: folder.url)
      let lines = result.errors.split(separator: "\n")
      #expect(result.status == 2 && lines.count == 2, "\(result.errors)")
      #expect(lines.allSatisfy { $0.hasPrefix("earshot: ") && $0.contains("bundle: ") })
    }
  }

  @Test func `each of several problems of a configuration has its line`() throws {
    try Data("detection:\n  thresold: 1\nmodell: x\n".utf8)
      .write(to: folder.url.appending(path: "c.yaml"))
    let result = try Program.run(["classify", "a.wav", "--config", "c.yaml"], in: folder.url)
    let lines = result.errors.split(separator: "\n")
    #expect(result.status == 2 && lines.count == 2, "\(result.errors)")
    #expect(lines.allSatisfy { $0.hasPrefix("earshot: c.yaml:") })
  }

  @Test(arguments: [
    ["events", "--log", "NAME"], ["classify", "--files", "NAME"], ["models", "check", "./NAME"],
    ["models", "run", "NAME", "NAME", "-o", "x"], ["spectrogram", "NAME"],
    ["classify", "a.wav", "--config", "NAME"], ["classify", "a.wav", "--species-list", "NAME"],
  ])
  func `a line feed in a name is shown, and ends no line`(command: [String]) throws {
    let result = try Program.run(
      command.map { $0.replacing("NAME", with: "no\nearshot: all is well") }, in: folder.url)
    #expect(result.status != 0 && result.errors.contains(#"no\nearshot: all is well"#))
    #expect(result.errors.filter(\.isNewline).count == 1, "\(result.errors)")
  }

  @Test(arguments: [
    ["listen", "--nosuch"], ["events", "--nosuch"], ["classify"], ["listen", "--rate", "x"],
  ])
  func `wrong usage is told without a list of all options, and where that stands`(
    command: [String]
  ) throws {
    let result = try Program.run(command, in: folder.url)
    #expect(result.status == 2 && result.errors.hasPrefix("Error: "))
    let lines = result.errors.split(separator: "\n")
    #expect(
      lines.allSatisfy { $0.count <= 100 }, "\(result.errors)")
    #expect(result.errors.contains("earshot \(command[0]) --help"), "\(result.errors)")
  }
}

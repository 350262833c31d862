import Configuration
import Foundation
import TestSupport
import Testing

/// `Configs/survey.yaml` is the documentation of the keys.
@Suite struct ExampleFileTests {
  let path = SharedData.repository.appending(path: "Configs/survey.yaml").path

  @Test func `the example as it stands sets only defaults`() throws {
    let example = try SurveyConfiguration(contentsOf: path)
    let defaults = try SurveyConfiguration()
    #expect(example.effective.map(\.key) == defaults.effective.map(\.key))
    #expect(example.effective.map(\.text) == defaults.effective.map(\.text))
  }

  @Test func `with every line in force, the example sets every key in its order`() throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    // A commented setting is "# key: value", "# key:" or "# - item"; prose has no such form.
    let setting = #/^( *)# (( *)(([a-z_]+|Common raven):( [^ ]+( pond)?)?|- \w+))$/#
    let inForce = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.wholeMatch(of: setting).map { "\($0.output.1)\($0.output.2)" } ?? String(line)
    }.joined(separator: "\n")

    let configuration = try SurveyConfiguration(yaml: Data(inForce.utf8), path: path)
    let own = configuration.effective.filter { $0.key.hasPrefix("detection.species.") }
    let general = configuration.effective.filter { !$0.key.hasPrefix("detection.species.") }
    #expect(own.map(\.key) == ["detection.species.Common raven.threshold"])
    #expect(general.map(\.key) == (try SurveyConfiguration().effective.map(\.key)))
    let unset = general.filter { $0.origin == .builtIn }
    #expect(unset.isEmpty, "the example does not show \(unset.map(\.key))")
    let lines = general.compactMap { setting -> Int? in
      if case .file(_, let line, _) = setting.origin { line } else { nil }
    }
    #expect(lines == lines.sorted())
  }
}

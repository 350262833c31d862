import Configuration
import Foundation
import TestSupport
import Testing

/// `Configs/station.yaml` is the documentation of the keys.
@Suite struct StationExampleTests {
  let path = SharedData.repository.appending(path: "Configs/station.yaml").path

  func station(_ yaml: String) throws -> StationConfiguration {
    try StationConfiguration(yaml: Data(yaml.utf8), path: path)
  }

  /// The example with every commented setting in force.
  func inForce() throws -> StationConfiguration {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    // A commented setting is "# key: value", "# key:" or "# - item"; prose has no such form.
    let setting = #/^( *)# (( *)(- )?([a-z_]+|Common raven):( [^,]+|.*\[.*\])?|( *)- .+)$/#
    return try station(
      text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.wholeMatch(of: setting).map { "\($0.output.1)\($0.output.2)" } ?? String(line)
      }.joined(separator: "\n"))
  }

  @Test func `the example as it stands sets only defaults`() throws {
    let example = try StationConfiguration(contentsOf: path)
    let defaults = try station("inputs: [{name: microphone}]")
    // A default is not told of inputs' and actions' own keys that are not set.
    #expect(example.effective.map(\.key) == defaults.effective.map(\.key))
    #expect(example.effective.map(\.text) == defaults.effective.map(\.text))
  }

  @Test func `with every line in force the example is a station, in the order of its keys`() throws
  {
    let station = try inForce()
    #expect(station.schedule.spans.count == 3)
    #expect(station.actions.map(\.name.value) == ["light", "message", "line", "broker"])
    #expect(station.inputs.count == 1 && station.inputs[0].detection != nil)
    let set = station.effective.filter { $0.origin != .builtIn }
    let unset = station.effective.filter { $0.origin == .builtIn }
    // Each action shows what it does not set.
    #expect(unset.allSatisfy { $0.key.hasPrefix("actions.") }, "\(unset.map(\.key))")
    let lines = set.compactMap { setting -> Int? in
      if case .file(_, let line, _) = setting.origin { line } else { nil }
    }
    #expect(lines == lines.sorted())
  }

  @Test(arguments: [
    ("", ""), ("site", "site: {zzz: 1}"), ("detection", "detection: {zzz: 1}"),
    ("detection.species.Common raven", "detection: {species: {Common raven: {zzz: 1}}}"),
    ("species_list", "species_list: {zzz: 1}"), ("clips", "clips: {zzz: 1}"),
    ("privacy", "privacy: {zzz: 1}"), ("retention", "retention: {zzz: 1}"),
    ("status", "status: {zzz: 1}"), ("heartbeat", "heartbeat: {zzz: 1}"),
    ("mqtt", "mqtt: {zzz: 1}"),
    ("actions.light", "actions: [{name: light, pipe: p, zzz: 1}]"),
    ("inputs.microphone", ""),
  ])
  func `every key that is known stands in the example`(section: String, yaml: String) throws {
    let input =
      section == "inputs.microphone"
      ? "inputs: [{name: microphone, zzz: 1}]" : "inputs: [{name: microphone}]"
    let known: [String]
    do {
      _ = try station(input + "\n" + (section.isEmpty ? "zzz: 1" : yaml))
      Issue.record("an unknown key was read")
      return
    } catch ConfigurationError.invalid(let problems) {
      known = problems.flatMap { problem in
        if case .unknownKey(_, _, let known) = problem.kind { known } else { [String]() }
      }
    }
    #expect(known.count >= 2)
    let shown = try inForce().effective.filter { $0.origin != .builtIn }.map(\.key)
    for key in known {
      let path = section.isEmpty ? key : section + "." + key
      // Of an action's targets each stands in an action of its own.
      let isTarget = ["command", "webhook", "pipe", "mqtt"].contains(key)
      let isShown = shown.contains { shown in
        shown == path || shown.hasPrefix(path + ".")
          || section == "actions.light" && isTarget && shown.hasSuffix("." + key)
      }
      // A species' own section shows one key for all: those of the rule stand above it.
      #expect(isShown || section.hasPrefix("detection.species"), "\(path)")
    }
  }
}

import Foundation
import TestSupport
import Testing

@Suite struct DoctorConfigTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func doctor(_ yaml: String, _ options: String = "") throws -> Program.Result {
    try Data(yaml.utf8).write(to: folder.url.appending(path: "station.yaml"))
    return try Program.shell("earshot doctor config \(options)", in: folder.url)
  }

  var tiny: String { "model: '\(TinyBundle.url.path)'\n" }

  @Test func `every key is told with its value and place, and each input with its model`() throws {
    let found = try doctor(
      """
      \(tiny)inputs:
        - name: pond
          device: usb:0d8c:0014
        - {name: barn, detection: {threshold: 0.9}}
      retention: {age: 90 days}
      """)
    #expect(found.status == 0, "\(found.errors)")
    let rows = found.output.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    #expect(rows.contains("key value from"))
    #expect(rows.contains("retention.age 90 days station.yaml:6:18"))
    #expect(rows.contains("retention.free 1 GB default"))
    #expect(rows.contains("inputs.pond.device usb:0d8c:0014 station.yaml:4:13"))
    #expect(rows.contains("inputs.barn.detection.threshold 0.9 station.yaml:5:41"))
    #expect(rows.contains("input model window, s step, s species"))
    #expect(
      rows.contains { $0.hasPrefix("pond tiny") } && rows.contains { $0.hasPrefix("barn tiny") })
  }

  @Test func `programs read the same as JSON`() throws {
    struct Report: Decodable {
      struct Line: Decodable { var key, value, from: String }
      struct Analysis: Decodable {
        var input: String?
        var model: String
        var stepSeconds: Double
        var species: [String]
      }
      var settings: [Line]
      var analyses: [Analysis]
    }
    let found = try doctor(tiny + "inputs: [{name: pond}]\nlog: a.sqlite\n", "--json station.yaml")
    let report = try JSONDecoder().decode(Report.self, from: Data(found.output.utf8))
    let log = try #require(report.settings.first { $0.key == "log" })
    #expect(log.value == "a.sqlite" && log.from == "station.yaml:3:6")
    #expect(report.settings.contains { $0.key == "schedule" && $0.from == "default" })
    #expect(report.analyses.map(\.input) == ["pond"])
    #expect(report.analyses[0].stepSeconds > 0 && !report.analyses[0].species.isEmpty)
  }

  @Test(arguments: [
    ("inputs: [{name: a, model: ./missing}]", "missing"),
    (
      "inputs: [{name: a, device: \"usb:12:34\"}]",
      "station.yaml:2:28: inputs.a.device is usb:12:34"
    ),
    (
      "inputs: [{name: a}, {name: b, detection: {species: {Unicorn: {threshold: 0.5}}}}]",
      "input b: settings of single species: the model knows no \"Unicorn\""
    ),
    (
      "inputs: [{name: a}]\ndetection: {threshold: 0.999999}", "no sound can reach the threshold"
    ),
    (
      "inputs: [{name: a}]\nspecies_list: {file: missing.txt}",
      "missing.txt: the species list cannot be read"
    ),
    (
      "inputs: [{name: a}]\nspecies_list: {ignored: unknown.txt}",
      "unknown.txt: the model knows no \"Unicorn\""
    ),
    (
      "inputs: [{name: a}]\nclips: {folder: c, species: [Unicorn]}",
      "station.yaml:3:30: clips.species has Unicorn, which no model of the station knows"
    ),
    (
      "inputs: [{name: a}]\nactions: [{name: x, pipe: p, species: [Unicorn]}]",
      "station.yaml:3:40: actions.x.species has Unicorn, which no model of the station knows"
    ),
    ("inputs: [{name: a, channel: 3}]", "station.yaml:2:29: inputs.a.channel is 3"),
    ("inputs: [{name: a, overlap: 50}]", "windows that share 50.0 s are not possible"),
  ])
  func `what could not work is told before a station starts`(yaml: String, message: String) throws {
    try Data("Unicorn\n".utf8).write(to: folder.url.appending(path: "unknown.txt"))
    let found = try doctor(tiny + yaml)
    #expect(found.status == 2)
    #expect(found.output == "")
    #expect(found.errors.contains(message), "\(found.errors)")
  }

  @Test func `by a schedule it is told when the station listens next`() throws {
    let yaml = tiny + "inputs: [{name: a}]\nsite: {time_zone: UTC}\n"
    let found = try doctor(yaml + "schedule: [\"05:00 to 06:30\"]\n")
    #expect(found.status == 0, "\(found.errors)")
    let lines = found.output.split(separator: "\n")
    let head = try #require(lines.firstIndex { $0.hasPrefix("listens from") })
    #expect(lines[head...].count == 4)
    #expect(
      lines[(head + 2)...].allSatisfy { $0.contains(" 05:00:00 ") && $0.hasSuffix(" 06:30:00") })
    #expect(!(try doctor(yaml)).output.contains("listens from"))
  }

  @Test func `a station without a file is told so, a survey without one has its defaults`() throws {
    let none = try Program.shell("earshot doctor config", in: folder.url)
    #expect(
      none.status == 2 && none.errors.contains("station.yaml: the configuration cannot be read"))
    let survey = try Program.shell("earshot doctor config --survey", in: folder.url)
    #expect(survey.status == 0, "\(survey.errors)")
    #expect(survey.output.contains("channel") && survey.output.contains("recordings"))
  }

  @Test func `the files that come with earshot are in order`() throws {
    let configs = SharedData.repository.appending(path: "Configs").path
    let station = try Program.shell(
      "earshot doctor config '\(configs)/station.yaml'", in: folder.url)
    #expect(station.status == 0, "\(station.errors)")
    let survey = try Program.shell(
      "earshot doctor config --survey '\(configs)/survey.yaml'", in: folder.url)
    #expect(survey.status == 0, "\(survey.errors)")
  }

  @Test func `an ignored list of a survey hides its species`() throws {
    try Data("Crow\n".utf8).write(to: folder.url.appending(path: "ignored.txt"))
    try Data("species_list: {ignored: ignored.txt}\n".utf8)
      .write(to: folder.url.appending(path: "survey.yaml"))
    let all = try Program.shell("earshot doctor config --survey --json", in: folder.url)
    let fewer = try Program.shell(
      "earshot doctor config --survey --json survey.yaml", in: folder.url)
    #expect(all.output.contains("\"Crow\"") && fewer.status == 0)
    #expect(!fewer.output.contains("\"Crow\""))
  }
}

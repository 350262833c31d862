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
      "station.yaml:2:53: inputs.b.detection.species.Unicorn: the model knows no \"Unicorn\". It knows Hum"
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
    (
      "inputs: [{name: a}]\ndetection: {exclude: [Wistle]}",
      "station.yaml:3:23: detection.exclude: the model knows no \"Wistle\". Did you mean \"Whistle\"?"
    ),
    (
      "inputs: [{name: a}]\ndetection: {confirmations: 50, confirmation_span: 1}",
      "station.yaml:3:28: detection.confirmations: every species: 50 windows cannot reach"
    ),
    (
      "inputs: [{name: a}]\ndetection: {species: {whistle: {confirmations: 3}}}",
      "station.yaml:3:48: detection.species.whistle.confirmations: Whistle: 3 confirmations need"
    ),
    (
      "inputs: [{name: a}]\ndetection: {exclude: [Voice]}",
      "station.yaml:3:23: detection.exclude: excluded species: \"Voice\" stands for people"
    ),
    (
      "inputs: [{name: a}]\ndetection: {threshold: 0.999999}",
      "station.yaml:3:24: detection.threshold: "
    ),
    (
      "inputs: [{name: a, model: ./missing}]",
      "station.yaml:2:27: inputs.a.model: ./missing: the model bundle cannot be read"
    ),
    (
      "inputs: [{name: a}]\nspecies_list: {file: missing.txt}",
      "station.yaml:3:22: species_list.file: missing.txt: the species list cannot be read"
    ),
    (
      "inputs: [{name: a}]\nspecies_list: {ignored: unknown.txt}",
      "station.yaml:3:25: species_list.ignored: unknown.txt: the model knows no \"Unicorn\""
    ),
    (
      "inputs: [{name: a, overlap: 50}]",
      "station.yaml:2:29: inputs.a.overlap: windows that share 50.0 s"
    ),
    (
      "inputs: [{name: a}]\nlog: no/where.sqlite",
      "station.yaml:3:6: log is no/where.sqlite, and there is no folder no."
    ),
    (
      "inputs: [{name: a}]\nclips: {folder: no/clips}\nprivacy: {threshold: 0.5}",
      "station.yaml:3:17: clips.folder is no/clips, and there is no folder no."
    ),
    (
      "inputs: [{name: a}]\nclips: {folder: unknown.txt}\nprivacy: {threshold: 0.5}",
      "station.yaml:3:17: clips.folder is unknown.txt, which is no folder."
    ),
    (
      "inputs: [{name: a}]\nstatus: {file: no/a.json, prometheus: no/b.prom}",
      "station.yaml:3:16: status.file is no/a.json, and there is no folder no.\nearshot: "
        + "station.yaml:3:39: status.prometheus is no/b.prom, and there is no folder no."
    ),
    (
      "inputs: [{name: a}]\nactions: [{name: x, pipe: no/pipe}]",
      "station.yaml:3:27: actions.x.pipe is no/pipe, and there is no folder no."
    ),
    (
      "inputs: [{name: a}]\nactions: [{name: x, command: [no-such-program]}]",
      "station.yaml:3:31: actions.x.command runs no-such-program, and no folder of PATH has such"
    ),
    (
      "inputs: [{name: a}]\nactions: [{name: x, command: [./missing, y]}]",
      "station.yaml:3:31: actions.x.command runs ./missing, and there is no such program."
    ),
    (
      "inputs: [{name: a}]\nactions: [{name: x, command: [./unknown.txt]}]",
      "station.yaml:3:31: actions.x.command runs ./unknown.txt, which is not executable."
    ),
    ("inputs: [{name: a, channel: 3}]", "station.yaml:2:29: inputs.a.channel is 3"),
    ("inputs: [{name: a, overlap: 50}]", "windows that share 50.0 s are not possible"),
  ])
  func `what could not work is told before a station starts`(yaml: String, message: String) throws {
    try Data("Unicorn\n".utf8).write(to: folder.url.appending(path: "unknown.txt"))
    let found = try doctor(tiny + yaml)
    #expect(found.status == 2)
    #expect(found.output == "")
    // Paths begin at the file's folder.
    let errors = found.errors.replacing(folder.url.path + "/", with: "")
    #expect(errors.contains(message), "\(errors)")
  }

  @Test func `what is there is no problem`() throws {
    let script = folder.path("ring")
    try Data("#!/bin/sh\n".utf8).write(to: URL(filePath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let found = try doctor(
      tiny
        + """
        inputs: [{name: a}]
        log: a.sqlite
        clips: {folder: clips}
        privacy: {threshold: 0.5}
        status: {file: /tmp/a.json}
        actions:
          - {name: x, command: [./ring]}
          - {name: y, command: [sh, -c, "exit 1"]}
          - {name: z, pipe: fifo}
        """)
    #expect(found.status == 0, "\(found.errors)")
  }

  @Test func `a file of the other kind is recognised`() throws {
    let survey = try doctor(tiny + "channel: 1\n", "station.yaml")
    #expect(survey.status == 2)
    #expect(
      survey.errors.hasSuffix(
        "\nearshot: station.yaml:1:1: the file looks like a survey's, of `earshot classify`; add --survey.\n"
      ),
      "\(survey.errors)")
    let station = try doctor(tiny + "inputs: [{name: a}]\n", "--survey station.yaml")
    #expect(station.status == 2)
    #expect(
      station.errors.hasSuffix(
        "\nearshot: station.yaml:1:1: the file looks like a station's, of `earshot listen`; leave --survey "
          + "out.\n"),
      "\(station.errors)")
    let neither = try doctor("scedule: always\n", "station.yaml")
    #expect(neither.status == 2 && !neither.errors.contains("looks like"))
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

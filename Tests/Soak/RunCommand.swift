import ArgumentParser
import Foundation
import SpeciesClassifier
import TestSupport

extension Fault.Kind: ExpressibleByArgument {}

/// Runs a station and judges it.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs a station through everything, and judges its log.")

  @Argument(help: "A new folder for all that the run leaves.")
  var folder: String

  @Option(help: "Hours of sound.")
  var hours = 24.0

  @Option(help: "Times real time.")
  var speed = 60.0

  @Option(help: "Minutes of real time, instead of hours of sound.")
  var minutesOfWork: Double?

  @Option(help: "What decides on sound and faults.")
  var seed: UInt64 = 1

  @Option(help: "Inputs, one or two.")
  var inputs = 2

  @Option(help: "A model bundle; the tests' own without.")
  var bundle: String?

  @Option(
    help: ArgumentHelp("A kind of fault, instead of all; may be repeated.", valueName: "kind"))
  var only: [Fault.Kind] = []

  func validate() throws {
    guard (1...SoakSettings.Input.all.count).contains(inputs) else {
      throw ValidationError("--inputs must be 1 or 2, not \(inputs).")
    }
    guard hours > 0, (1...1000).contains(speed), minutesOfWork ?? 1 > 0 else {
      throw ValidationError("--hours, --speed and --minutes-of-work are positive.")
    }
  }

  func run() throws {
    StopSignal.expect(SIGINT, SIGTERM)
    let settings = SoakSettings(
      seed: seed, hours: minutesOfWork.map { $0 / 60 * speed } ?? hours, speed: speed,
      inputs: Array(SoakSettings.Input.all.prefix(inputs)),
      faults: Set(only.isEmpty ? Fault.Kind.allCases : only))
    let folder = SoakFolder(folder)
    guard !FileManager.default.fileExists(atPath: folder.path) else {
      throw ValidationError("\(folder.path): is there already; name a new folder.")
    }
    for path in [folder.path, folder.cards, folder.system] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    try copyBundle(to: folder.bundle)
    say(
      String(
        format: "%.1f hours of sound, %.0f times as fast as real: %.0f minutes. Seed %llu.",
        settings.hours, settings.speed, settings.seconds / 60, settings.seed))
    let controller = try Controller(settings, in: folder, tell: say)
    try controller.run()
    try JudgeCommand.judge(folder)
  }

  /// The bundle, but that all windows are stored, however little they say: else nobody could tell a
  /// window that says nothing from one that is missing.
  private func copyBundle(to path: String) throws {
    let source = bundle ?? TinyBundle.url.path
    try FileManager.default.copyItem(atPath: source, toPath: path)
    let file = URL(filePath: path + "/bundle.json")
    let json = try String(contentsOf: file, encoding: .utf8)
    let floor = /"scoreFloor"\s*:\s*[0-9.eE+-]+/
    try Data(json.replacing(floor, with: "\"scoreFloor\": 0").utf8).write(to: file)
  }

  private func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
}

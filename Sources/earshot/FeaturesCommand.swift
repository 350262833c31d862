import ArgumentParser
import AudioFeatures
import AudioIO
import Foundation
import NumpyFormat
import SpeciesClassifier
import Survey
import SystemFiles

struct FeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Write the images that a network is given for recordings.",
    discussion: """
      For each recording the windows' images go to FOLDER/NAME.npy, int8 of shape [windows, height, \
      width, channels], exactly as `earshot classify` computes them. The front end is a model's, or \
      that of a JSON file with the scale and zero point of the input tensor that is to be: \
      value = scale * (image - zero point).
      """)

  @Argument(help: "Recordings, or folders of them.")
  var inputs: [String]

  @Option(name: [.short, .long], help: "The folder for the images.")
  var output: String

  @Option(help: "Path or name of a model bundle; the default model where no front end is given.")
  var model: String?

  @Option(help: "A front end's settings (JSON), as in a bundle.")
  var frontEnd: String?

  @Option(help: "Scale of the images' values; with --front-end.")
  var scale: Float?

  // Most zero points are negative, and would be taken for an option.
  @Option(
    parsing: .unconditional,
    help: "Zero point of the images' values, -128 to 127; with --front-end.")
  var zeroPoint: Int?

  @Option(help: "Spectrogram hops from one window to the next.")
  var stepHops: Int?

  @Option(help: "The channel, counted from 1, or mix.")
  var channel = ChannelArgument.first

  @Flag(help: "Read folders inside folders too.")
  var recursive = false

  func validate() throws {
    if frontEnd != nil, model != nil || scale == nil || zeroPoint == nil {
      throw ValidationError("--front-end needs --scale and --zero-point, and no --model.")
    }
    if frontEnd == nil, scale != nil || zeroPoint != nil {
      throw ValidationError("--scale and --zero-point belong to --front-end.")
    }
    if let stepHops, !(1...65_536).contains(stepHops) {
      throw ValidationError("--step-hops must be from 1 to 65536, not \(stepHops).")
    }
  }

  func run() throws {
    let (frontEnd, step) = try chosenFrontEnd()
    let finder = RecordingFinder(recursive: recursive)
    let findings = finder.find(inputs)
    if findings.isEmpty { throw finder.nothingFound(in: inputs) }
    let targets = try Self.targets(of: findings.map(\.path), in: output)
    try makeFolder(output)

    var failures = 0
    for (finding, target) in zip(findings, targets) {
      do {
        if let problem = finding.problem { throw problem }
        var images = try RecordingImages(
          path: finding.path, stream: channel.stream, frontEnd: frontEnd, step: step)
        let rows = try NumpyRows(path: target, rowShape: frontEnd.imageShape)
        try images.forEachImage { try rows.append($0) }
        try rows.finish()
        if images.lostSeconds > 0 {
          Terminal.complain(
            "earshot: \(finding.path): breaks off or is damaged: of "
              + "\(decimal(images.lostSeconds, places: 1)) s of it there are no images.")
        }
      } catch let error where error is NumpyError || error is FrontEndError {
        // One folder and one front end for all of them: the next one would fail alike.
        throw error
      } catch {
        failures += 1
        Terminal.complain("earshot: \(error)")
      }
    }
    Terminal.complain(
      "\(findings.count - failures) of \(counted(findings.count, "recording")) to \(output)")
    if failures > 0 { throw ExitCode(ExitStatus.inputsFailed.rawValue) }
  }

  private func chosenFrontEnd() throws -> (FrontEnd, step: Int) {
    guard let frontEnd, let scale, let zeroPoint else {
      let bundle = try ModelLocation.bundle(named: model)
      let hop = bundle.manifest.frontEnd.hop
      return (bundle.frontEnd, stepHops.map { $0 * hop } ?? bundle.defaultStep)
    }
    let json: Data
    do {
      json = try Data(contentsOf: URL(filePath: frontEnd))
    } catch {
      throw UsageError("\(frontEnd): cannot be read: \(error.systemReason).")
    }
    do {
      let settings = try FrontEndSettings(json: json)
      let hops = stepHops ?? settings.windowLength / settings.hop
      return (
        try FrontEnd(settings: settings, scale: scale, zeroPoint: zeroPoint), hops * settings.hop
      )
    } catch {
      throw UsageError("\(frontEnd): \(error)")
    }
  }

  /// Where each recording's images go.
  private static func targets(of paths: [String], in folder: String) throws -> [String] {
    var first: [String: String] = [:]
    return try paths.map { path in
      let name = URL(filePath: path).deletingPathExtension().lastPathComponent
      if let other = first.updateValue(path, forKey: name) {
        throw UsageError(
          "\(other) and \(path) would both be written to \(name).npy. Write them to two folders.")
      }
      return URL(filePath: folder).appending(path: name + ".npy").path
    }
  }
}

import ArgumentParser
import Foundation
import ImageValidation
import SystemFiles

extension ValidateCommand {
  struct Detect: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "detect",
      abstract: "Find people in pictures with MCUNet's person detector.",
      discussion: """
        Prints a box for each person, in pixels of the picture, and draws them with -o. Boxes that \
        overlap are merged into their mean, in which each weighs as much as it is sure. Of a folder of \
        folders 0 and 1 (no person, person), as `earshot validate vww` reads it, it is told instead \
        in how many pictures of each a person is seen.
        """)

    @Argument(help: "Pictures (JPEG, PNG), or one folder of labelled ones.")
    var images: [String]

    @OptionGroup var options: Options

    @Option(
      name: [.short, .long],
      help: "Where the picture with its boxes goes (PNG); of several pictures a folder for them.")
    var output: String?

    @Option(help: "The score, 0 to 1, above which a box is told.")
    var threshold = PersonDetector.shownScore

    @Flag(
      help: """
        Merge boxes as the published code does, which by mistake lets each weigh as much as its right \
        edge lies to the right.
        """)
    var publishedWeights = false

    func validate() throws {
      if !(0...1).contains(threshold) {
        throw ValidationError("--threshold must be from 0 to 1, not \(threshold).")
      }
    }

    func run() throws {
      let path = try ModelLocation.networkPath(named: options.model)
      let network = try ModelLocation.model(contentsOf: path)
      let detector = try ModelLocation.images(of: path) { () throws(ImageValidationError) in
        try PersonDetector(
          network, merging: BoxMerging(weights: publishedWeights ? .rightEdge : .score))
      }
      let search = PersonSearch(detector, threshold: threshold, jobs: options.work.threads)
      if images.count == 1, isFolder(images[0]) {
        guard output == nil else {
          throw UsageError("-o draws pictures that are named, not a folder of labelled ones.")
        }
        try DetectionAgreement(search: search, folder: images[0], options: options).printed()
      } else {
        try printBoxes(search)
      }
    }

    private func printBoxes(_ search: PersonSearch) throws {
      let work = ImageWork(total: images.count)
      let results = try DetectionRun(search: search, targets: targets()).results(of: images, work)
      let report = DetectionReport(results.found)
      switch options.format {
      case .table: try Terminal.print(report.lines)
      case .json: try Terminal.print(report.json())
      case .csv: try Terminal.print(report.rows)
      }
      if let undrawn = results.undrawn { throw undrawn }
      try work.end()
    }

    /// Where each picture is drawn, if at all.
    private func targets() throws -> [String?] {
      guard let output else { return images.map { _ in nil } }
      guard images.count > 1 else {
        try refuse(output, over: images)
        try requirePNG(output)
        return [output]
      }
      try makeFolder(output)
      var first: [String: String] = [:]
      return try images.map { path in
        let name = URL(filePath: path).deletingPathExtension().lastPathComponent + ".png"
        if let other = first.updateValue(path, forKey: name) {
          throw UsageError(
            "\(other) and \(path) would both be drawn as \(name). Draw them in two folders.")
        }
        let target = URL(filePath: output).appending(path: name).relativePath
        try refuse(target, over: images)
        return target
      }
    }
  }
}

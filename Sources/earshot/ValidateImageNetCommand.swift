import ArgumentParser
import Foundation
import ImageValidation
import SystemFiles

extension ValidateCommand {
  struct ImageNet: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "imagenet",
      abstract: "ImageNet: which of 1000 things is in the picture?",
      discussion: """
        FOLDER holds a folder of images for each of the network's outputs, in their order by name, as \
        ImageNet's validation set is usually unpacked, or a folder val that does. Of a set with fewer \
        classes --classes says which folder is which output. As in the published evaluation, the \
        shorter side is resized to 256/224 of the network's input as Pillow does, bilinear with \
        antialiasing, the middle is cut out, and the network gets pixel - 128. With --format csv \
        each image's label, answer, the label's rank and the five best answers are printed.
        """)

    @Argument(help: "A folder of folders of images.")
    var folder: String

    @OptionGroup var options: Options
    @OptionGroup var networkOptions: ImageNetworkOptions

    @Option(help: "A file with the name of each output's folder, one on each line.")
    var classes: String?

    func run() throws {
      let network = try networkOptions.network(named: options.model)
      guard network.width == network.height else {
        throw UsageError(
          "\(options.model): takes pictures of \(network.width)x\(network.height); the squares that "
            + "are cut from ImageNet's do not fit it.")
      }
      let run = ClassificationRun(
        evaluation: ImageEvaluation(
          network, preparation: .centreSquare(side: network.width), jobs: options.threads,
          keepsOutputs: false),
        images: try ImageFolder(
          path: folder, outputs: network.classCount, classNames: try listedClasses()))
      try run.printed(
        of: folder, model: networkOptions.title(of: options.model), options: options,
        tellsFive: true)
    }

    private func listedClasses() throws -> [String]? {
      guard let classes else { return nil }
      do {
        let text = String(decoding: try contents(of: classes), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).map(String.init)
      } catch {
        throw UsageError("\(classes): the list cannot be read: \(error.systemReason).")
      }
    }
  }
}

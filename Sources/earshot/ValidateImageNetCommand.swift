import ArgumentParser
import ImageValidation

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
    @OptionGroup var precision: PrecisionOptions

    @Option(help: ArgumentHelp(ImageFolder.classListHelp))
    var classes: String?

    func run() throws {
      let network = try precision.imageNetwork(named: options.model)
      guard network.classCount >= 1000 else {
        throw UsageError(
          "\(options.model): tells \(network.classCount) classes apart, and ImageNet has 1000. "
            + "`earshot validate vww` takes networks of fewer.")
      }
      let run = try ClassificationRun.imageNet(
        network, named: options.model,
        images: ImageFolder(path: folder, outputs: network.classCount, classList: classes),
        jobs: options.work.threads)
      try run.printed(
        of: folder, model: precision.title(of: options.model), options: options,
        tellsFive: true)
    }
  }
}

import ArgumentParser
import ImageValidation

extension ValidateCommand {
  struct VWW: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "vww",
      abstract: "Visual Wake Words: is there a person in the picture?",
      discussion: """
        FOLDER holds a folder of images for each of the network's outputs, in their order by name \
        (0 and 1: no person, person), or a folder val that does: vww-minival as it is published. JPEG \
        and PNG are read. As in the published evaluation, the whole picture is resized as Pillow \
        does, bilinear with antialiasing, and the network gets pixel - 128. With --format csv each \
        image's label, answer and raw outputs are printed.
        """)

    @Argument(help: "A folder of folders of images.")
    var folder: String

    @OptionGroup var options: Options
    @OptionGroup var precision: PrecisionOptions

    func run() throws {
      let network = try precision.imageNetwork(named: options.model)
      let run = ClassificationRun.visualWakeWords(
        network, images: try ImageFolder(path: folder, outputs: network.classCount),
        jobs: options.work.threads)
      try run.printed(
        of: folder, model: precision.title(of: options.model), options: options,
        tellsFive: false)
    }
  }
}

import ArgumentParser
import Foundation
import ImageValidation
import ModelZoo
import SystemFiles

extension ModelsCommand {
  struct Zoo: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "zoo",
      abstract:
        "Set what the MCUNet project publishes of its networks beside what is measured here.",
      discussion: """
        For each network of the project's table: multiply-accumulates, parameters, memory and file, \
        published and measured; the memory in whole layers, and the least. A file is measured where \
        one is at hand: NAME.tflite as `earshot models fetch` names it, or as it is called upstream; \
        it is told whether it is the published one. Without a file a classifier is built from its \
        published topology, with random weights: it costs the same, and what it answers means nothing. \
        Its accuracy is unknown, as is that of any network that was not tried here; --vww and \
        --imagenet try those whose file is at hand, as `earshot validate` does. SRAM and flash are \
        published for TinyEngine on an STM32F746; kB are 1000 bytes. In csv and json sizes are in \
        bytes, and json leaves out what is unknown.
        """)

    @Option(
      help: ArgumentHelp(
        "The folder of the networks' files; without, the folders of models.", valueName: "folder"))
    var models: String?

    @Option(
      help: ArgumentHelp(
        "A folder of the project's configurations (NAME.json), to build networks from these.",
        valueName: "folder"))
    var configs: String?

    @Option(
      help: ArgumentHelp(
        "Visual Wake Words, as `validate vww` takes it, to measure the accuracy.",
        valueName: "folder"))
    var vww: String?

    @Option(
      help: ArgumentHelp(
        "ImageNet, as `validate imagenet` takes it, to measure the accuracy.",
        valueName: "folder"))
    var imagenet: String?

    @Option(help: ArgumentHelp(ImageFolder.classListHelp))
    var classes: String?

    @Option(
      help: ArgumentHelp(
        "Write the networks that were built to this folder, as NAME-random.tflite.",
        valueName: "folder"))
    var write: String?

    @OptionGroup var work: ImageWorkOptions

    @Option(help: "How the table is printed.")
    var format = ValidateCommand.Format.table

    func validate() throws {
      guard classes == nil || imagenet != nil else {
        throw ValidationError("--classes lists the folders of --imagenet, which is not given.")
      }
    }

    func run() throws {
      let networks = try ZooSearch(models: models, configurations: configs).networks()
      let trial = try ZooTrial(
        vww: vww, imageNet: imagenet, classList: classes, jobs: work.threads, of: networks)
      if let write { try Self.write(networks, to: write) }
      var problems: [any Error] = []
      let rows = try networks.map { network in
        try ZooRow(network, trial: trial) { problems.append($0) }
      }
      let report = ZooReport(rows: rows, sets: trial.sets)
      switch format {
      case .table: try Terminal.print(report.lines)
      case .json: try Terminal.print(jsonLines(rows))
      case .csv:
        let csv = try TextDestination(path: nil)
        for line in report.csv { try csv.write(line) }
        try csv.finish()
      }
      for problem in problems { Terminal.complain(problem) }
      if !problems.isEmpty { throw ExitCode(ExitStatus.usage.rawValue) }
      if trial.failed > 0 { throw ExitCode(ExitStatus.inputsFailed.rawValue) }
    }

    /// Writes what was built; what is there already stays, and then nothing is written.
    private static func write(_ networks: [ZooNetwork], to folder: String) throws {
      let built = networks.filter { $0.source == .generated }
      let paths = built.map { "\($0.net.name)-random.tflite" }
        .map { URL(filePath: folder).appending(path: $0).relativePath }
      func refuse(_ path: String) -> UsageError {
        UsageError(
          "\(path): is there already, and is not replaced. Move it away, or name another folder "
            + "with --write.")
      }
      if let taken = paths.first(where: FileManager.default.fileExists) { throw refuse(taken) }
      try makeFolder(folder)
      for (network, path) in zip(built, paths) {
        do {
          try WholeFile.writeNew(Data(network.bytes), to: path)
        } catch {
          throw error.systemCode == EEXIST ? refuse(path) : OutputError(path, error)
        }
      }
    }
  }
}

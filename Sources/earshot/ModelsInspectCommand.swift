import ArgumentParser
import Foundation

extension ModelsCommand {
  struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a .tflite model: operators, shapes, quantization, cost and memory.",
      discussion: """
        For each operator that runs: what it reads and writes, its multiply-accumulates, its \
        parameters, and the memory in use while it runs; the most is marked. A PAD that the next \
        convolution imagines, and what is known beforehand, take no memory and no time.
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

    @Argument(help: ArgumentHelp(ModelLocation.networkHelp))
    var model: String

    @Flag(help: "Time each operator: the median of 200 runs on one core.")
    var profile = false

    @Option(help: "How it is printed.")
    var format = Format.table

    func run() throws {
      let model = try ModelLocation.network(named: self.model)
      let report = try ModelReport(model, profile: profile)
      switch format {
      case .table:
        try Terminal.print(report.lines)
      case .json:
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        try Terminal.print(
          String(decoding: try encoder.encode(report), as: UTF8.self)
            .components(separatedBy: "\n"))
      }
    }
  }
}

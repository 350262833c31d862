import ArgumentParser
import Foundation
import QuantizedInference
import SpeciesClassifier

extension ModelsCommand {
  struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a .tflite model: operators, shapes, quantization, cost and memory.",
      discussion: """
        For each operator that runs: what it reads and writes, its multiply-accumulates, its \
        parameters, and the memory in use while it runs; the most is marked. A PAD that the next \
        convolution imagines, and what is known beforehand, take no memory and no time.
        """)

    enum Memory: String, ExpressibleByArgument, CaseIterable {
      case layers, smallest
      case patches2 = "patches-2x2"
      case patches4 = "patches-4x4"

      var strategy: MemoryStrategy {
        switch self {
        case .layers: .layers
        case .smallest: .smallest
        case .patches2: .patches(2)
        case .patches4: .patches(4)
        }
      }
    }

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

    @Argument(help: "A .tflite file, or the path or name of a model bundle.")
    var model: String

    @Flag(help: "Time each operator: the median of 200 runs on one core.")
    var profile = false

    @Option(help: "How the operators are carried out.")
    var memory = Memory.layers

    @Option(help: "How it is printed.")
    var format = Format.table

    func run() throws {
      let model = try named(self.model)
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

    private func named(_ name: String) throws -> Model {
      guard name.lowercased().hasSuffix(".tflite") else {
        return try ModelLocation.bundle(named: name).model
      }
      do {
        return try Model(contentsOf: name, strategy: memory.strategy)
      } catch ModelError.unreadable(let path, let reason) {
        throw ModelError.unreadable(path: path, reason: reason)
      } catch {
        throw UsageError("\(name): \(error)")
      }
    }
  }
}

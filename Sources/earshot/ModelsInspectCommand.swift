import ArgumentParser
import Pictures
import QuantizedInference

extension ModelsCommand {
  struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "inspect",
      abstract: "Show a .tflite model: operators, shapes, quantization, cost and memory.",
      discussion: """
        For each operator that runs: what it reads and writes, its multiply-accumulates, its \
        parameters, and the memory in use while it runs; the most is marked. A PAD that the next \
        convolution imagines, and what is known beforehand, take no memory and no time. At the end \
        stands what the model needs when its operators are carried out otherwise: row by row, or \
        patch by patch.
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

    @Argument(help: ArgumentHelp(ModelLocation.networkHelp))
    var model: String

    @Flag(help: "Time each operator: the median of 200 runs on one core.")
    var profile = false

    @Option(
      help: """
        How the operators are carried out: in whole layers, with the least memory, or with the first \
        ones in patches.
        """)
    var memory = Memory.layers

    @Option(
      help: ArgumentHelp(
        "Also draw what lies where in memory while the operators run.", valueName: "file.png"))
    var map: String?

    @Option(help: "How it is printed.")
    var format = Format.table

    func run() throws {
      let network = try ModelLocation.networkPath(named: model)
      func load(_ memory: Memory) throws -> Model {
        try ModelLocation.model(contentsOf: network, strategy: memory.strategy)
      }
      let chosen = try load(memory)
      if let map {
        try refuse(map, over: [network])
        try requirePNG(map)
        try MemoryMapPicture(of: chosen, named: model).write(to: map)
      }
      let report = try ModelReport(
        chosen, profile: profile,
        plans: Memory.allCases.map { ($0.rawValue, try load($0)) })
      switch format {
      case .table:
        try Terminal.print(report.lines)
      case .json:
        try Terminal.print(jsonLines(report))
      }
    }
  }
}

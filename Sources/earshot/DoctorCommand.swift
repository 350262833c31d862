import ArgumentParser
import Foundation
import QuantizedInference

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Tell what earshot finds on this machine.",
    subcommands: [Audio.self, Config.self, CPU.self])

  struct CPU: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "cpu",
      abstract: "Tell which inner loops the models run on.",
      discussion: """
        All sets give the same bytes. The environment variable EARSHOT_KERNELS takes the name of one \
        to be used instead of the fastest.
        """)

    func run() throws {
      var table = Table([("kernels", .left), ("use", .left)])
      for set in KernelSet.available {
        table.add([set.name, set == .preferred ? "in use" : ""])
      }
      try Terminal.print(table.lines)
    }
  }
}

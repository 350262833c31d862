import Foundation
import QuantizedInference

// Measures and prints JSON; the Python programs beside this file set the peers against it.
//   benchmarks features              front end
//   benchmarks engine MODEL...       inference
//   benchmarks kernels               the inner loops that are used
let arguments = CommandLine.arguments.dropFirst()
let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys]

func write(_ results: some Encodable) throws {
  FileHandle.standardOutput.write(try encoder.encode(results) + Data("\n".utf8))
}

switch arguments.first {
case "features":
  try write(benchmarkFrontEnd())
case "engine" where arguments.count > 1:
  try write(arguments.dropFirst().map { try benchmarkEngine(model: $0) })
case "kernels":
  print(KernelSet.preferred)
default:
  FileHandle.standardError.write(
    Data("usage: benchmarks features | engine MODEL... | kernels\n".utf8))
  exit(2)
}

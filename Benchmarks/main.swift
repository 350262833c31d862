import Foundation
import QuantizedInference

// Measures and prints JSON; the Python programs beside this file set the peers against it.
//   benchmarks features              front end
//   benchmarks engine MODEL...       inference
//   benchmarks profile MODEL         inference, operator by operator
//   benchmarks memory MODEL          where tensors lie at the worst moment
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
case "profile" where arguments.count == 2:
  print(try arguments.dropFirst().map(profileEngine).joined())
case "kernels":
  print(KernelSet.preferred)
case "memory" where arguments.count == 2:
  print(try arguments.dropFirst().map(memoryOfEngine).joined())
default:
  FileHandle.standardError.write(
    Data("usage: benchmarks features | engine MODEL... | profile MODEL | memory MODEL\n".utf8))
  exit(2)
}

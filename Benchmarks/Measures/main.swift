import Foundation
import QuantizedInference

// Measures and prints JSON; the Python programs beside this folder set the peers against it.
//   benchmarks features                  front end
//   benchmarks load MODEL                from a file's name to a first result
//   benchmarks threads MODEL SECONDS     two threads against one
let arguments = Array(CommandLine.arguments.dropFirst())
let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys]

func write(_ results: some Encodable) throws {
  FileHandle.standardOutput.write(try encoder.encode(results) + Data("\n".utf8))
}

switch (arguments.first, arguments.count) {
case ("features", 1):
  try write(benchmarkFrontEnd())
case ("load", 2):
  try write(benchmarkLoad(model: arguments[1]))
case ("threads", 3):
  try write(benchmarkThreads(model: arguments[1], seconds: Double(arguments[2]) ?? 1))
default:
  FileHandle.standardError.write(
    Data("usage: benchmarks features | load MODEL | threads MODEL SECONDS\n".utf8))
  exit(2)
}

import Foundation
import QuantizedInference

// Measures and prints JSON; the Python programs beside this folder set the peers against it.
//   benchmarks features                  front end
//   benchmarks load MODEL                from a file's name to a first result
//   benchmarks threads MODEL SECONDS     two threads against one
//   benchmarks pipeline BUNDLE FILE...   recordings to logits, stage by stage
//   benchmarks kernels                   the kernel sets of this CPU
//   benchmarks digests MODEL KERNELS     inputs to digests of every tensor
func measure(_ arguments: [String]) throws {
  switch (arguments.first, arguments.count) {
  case ("features", 1):
    try write(benchmarkFrontEnd())
  case ("load", 2):
    try write(benchmarkLoad(model: arguments[1]))
  case ("threads", 3):
    guard let seconds = Double(arguments[2]) else { throw MeasureError.usage }
    try write(benchmarkThreads(model: arguments[1], seconds: seconds))
  case ("pipeline", 3...):
    try write(benchmarkPipeline(bundle: arguments[1], recordings: Array(arguments[2...])))
  case ("kernels", 1):
    try write(KernelSet.available.map(\.name))
  case ("digests", 3):
    try answerTensorDigests(model: arguments[1], kernels: arguments[2])
  default:
    throw MeasureError.usage
  }
}

func write(_ results: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys]
  FileHandle.standardOutput.write(try encoder.encode(results) + Data("\n".utf8))
}

do {
  try measure(Array(CommandLine.arguments.dropFirst()))
} catch {
  FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
  exit(1)
}

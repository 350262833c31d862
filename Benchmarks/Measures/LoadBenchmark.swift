import EngineRunner
import QuantizedInference

/// How long it takes from a file's name to a first result, in a process that has just started.
struct LoadBenchmark: Encodable {
  let model: String
  /// Reading, checking, packing weights, planning memory.
  let loadMilliseconds: Double
  /// That, and the first inference.
  let firstResultMilliseconds: Double
}

/// Meaningful once in a process: the second time caches are warm.
func benchmarkLoad(model path: String) throws -> LoadBenchmark {
  let clock = ContinuousClock()
  let start = clock.now
  let model = try Model(contentsOf: path)
  let loaded = clock.now
  let runner = try EngineRunner(model)
  runner.run()
  let done = clock.now
  return LoadBenchmark(
    model: path, loadMilliseconds: (loaded - start) / .milliseconds(1),
    firstResultMilliseconds: (done - start) / .milliseconds(1))
}

import EngineRunner
import Foundation
import QuantizedInference

/// What a second thread with windows of its own adds; both share the model's weights.
struct ThreadsBenchmark: Encodable {
  let model: String
  /// Inferences a second, the median of the rounds.
  let one: Double
  /// Inferences a second of both threads together.
  let two: Double
  /// The ratios of the rounds, ascending.
  let ratios: [Double]
}

/// One thread and two by turns, in rounds of about 100 ms, for about `seconds`.
func benchmarkThreads(model path: String, seconds: Double) throws -> ThreadsBenchmark {
  let model = try Model(contentsOf: path)
  let runners = Runners(first: try EngineRunner(model), second: try EngineRunner(model))
  let clock = ContinuousClock()

  func measure(threads: Int, runs: Int) -> Double {
    let took = clock.measure {
      let group = DispatchGroup()
      // The caller is one of them.
      for index in 1..<threads {
        group.enter()
        Thread.detachNewThread {
          runners.run(index, times: runs)
          group.leave()
        }
      }
      runners.run(0, times: runs)
      group.wait()
    }
    return Double(threads * runs) / (took / .seconds(1))
  }

  // Of the first rounds only the length of the others is taken.
  _ = measure(threads: 2, runs: 3)
  let runs = max(1, Int(measure(threads: 1, runs: 3) * 0.05))
  var one: [Double] = []
  var two: [Double] = []
  let end = clock.now + .seconds(seconds)
  while one.count < 5 || clock.now < end {
    one.append(measure(threads: 1, runs: runs))
    two.append(measure(threads: 2, runs: runs))
  }
  return ThreadsBenchmark(
    model: path, one: median(one), two: median(two), ratios: zip(two, one).map(/).sorted())
}

// Sendable although runners are not: each is run by one thread at a time, number `index` by the
// thread of that number.
private struct Runners: @unchecked Sendable {
  let first: EngineRunner
  let second: EngineRunner

  func run(_ index: Int, times: Int) {
    let runner = index == 0 ? first : second
    for _ in 0..<times { runner.run() }
  }
}

/// - Precondition: There is a value.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

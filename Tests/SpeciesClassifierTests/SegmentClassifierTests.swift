import AudioFeatures
import Foundation
import QuantizedInference
import SpeciesClassifier
import TestSupport
import Testing

@Suite struct SegmentClassifierTests {
  let bundle: ModelBundle

  init() throws { bundle = try ModelBundle(path: TinyBundle.url.path) }

  /// A scene at the model's rate.
  func sound(seconds: Double, seed: UInt64) -> [Float] {
    TestScene.busy(rate: 8000, seconds: seconds, seed: seed).samples().map { Float($0) / 32768 }
  }

  func classify(
    _ sound: [Float], with bundle: ModelBundle? = nil, blocks: () -> Int
  ) throws -> SegmentScores {
    let bundle = bundle ?? self.bundle
    var classifier = try SegmentClassifier(bundle, step: bundle.defaultStep)
    var start = 0
    while start < sound.count {
      let end = min(start + blocks(), sound.count)
      classifier.process(sound.span.extracting(start..<end))
      start = end
    }
    return classifier.finish()
  }

  @Test func `blocks of any size give the same bytes`() throws {
    let sound = sound(seconds: 20, seed: 3)
    let whole = try classify(sound) { sound.count }
    #expect(whole.windows.count > 20 && whole.logits.count == whole.windows.count * 4)
    for seed in 1...20 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let scores = try classify(sound) { Int.random(in: 1...3000, using: &random) }
      #expect(scores == whole, "seed \(seed)")
    }
  }

  @Test func `a classifier starts each segment anew`() throws {
    let (first, second) = (sound(seconds: 5.3, seed: 1), sound(seconds: 7.1, seed: 2))
    var classifier = try SegmentClassifier(bundle, step: bundle.defaultStep)
    classifier.process(first.span)
    #expect(classifier.finish() == (try classify(first) { 1000 }))
    classifier.process(second.span)
    #expect(classifier.finish() == (try classify(second) { 1000 }))
    #expect(classifier.finish().windowCount == 0)
  }

  @Test func `the stored logits are the network's outputs for the front end's images`() throws {
    let folder = try TemporaryFolder()
    let bundle = try ModelBundle(
      path: TinyBundle.copy(
        to: folder, replacing: "\"scoreFloor\": 0.2", with: "\"scoreFloor\": 0.65"
      ).path)
    let sound = sound(seconds: 10, seed: 9)
    var stream = try WindowStream(bundle.frontEnd, step: bundle.defaultStep)
    var session = try Session(bundle.model)
    var expected: [[Int8]] = []
    func run(_ window: Int, _ image: Span<Int8>, _ session: inout Session) {
      var logits = [Int8](repeating: 0, count: 4)
      var output = logits.mutableSpan
      session.run(image, into: &output)
      expected.append(logits)
    }
    stream.process(sound.span) { run($0, $1, &session) }
    _ = stream.finish { run($0, $1, &session) }

    let scores = try classify(sound, with: bundle) { 5000 }
    #expect(scores.windowCount == expected.count)
    for (row, window) in scores.windows.enumerated() {
      #expect(Array(scores.logits[row * 4..<row * 4 + 4]) == expected[window])
    }
    // Left out is exactly where no class reaches the floor.
    let stored = expected.indices.filter { window in
      bundle.scoreTable.scores(of: expected[window]).contains { $0 >= 0.65 }
    }
    #expect(scores.windows == stored)
    #expect(stored.count < expected.count, "the scene has no window without a class")
  }

  @Test(arguments: TestScene.Sound.allCases)
  func `the tiny bundle hears what its classes are called`(sound: TestScene.Sound) throws {
    let scene = TestScene(
      rate: 8000, seconds: 6, calls: [.init(sound, at: 2, lasting: 2)], seed: 1)
    let scores = try classify(scene.samples().map { Float($0) / 32768 }) { 800 }
    let own = [.hum: 0, .whistle: 1, .voice: 2][sound] ?? 3
    var heard: [Int] = []
    for (row, window) in scores.windows.enumerated() {
      let values = bundle.scoreTable.scores(of: scores.logits[row * 4..<row * 4 + 4])
      if values[own] >= 0.7 { heard.append(window) }
      for other in 0...2 where other != own {
        #expect(values[other] < 0.5, "window \(window): \(values)")
      }
    }
    // Windows of 0.512 s every 0.256 s: 8 to 13 lie wholly in the call, 6 and 15 not at all.
    #expect(Set(8...13).isSubset(of: heard) && Set(heard).isSubset(of: 7...15), "\(heard)")
  }

  @Test func `a step that is no whole number of hops is refused`() {
    for step in [0, 100, 2049, 8192] {
      #expect(throws: BundleError.step(samples: step, hop: 256, windowLength: 4096)) {
        _ = try SegmentClassifier(bundle, step: step)
      }
    }
  }
}

import Embeddings
import Foundation
import LabelledSound
import SpeciesClassifier
import TestSupport
import Testing

@testable import HeadTraining

/// Which windows of noisy copies count as the clip's call.
@Suite struct NoisyCopyTests {
  let ground: LabelledGround

  init() throws { ground = try LabelledGround() }

  /// The windows of four seconds of digital silence with one call, and of four copies.
  private func windows(call: Range<Double>) throws -> (EmbeddedClip, step: Double, length: Double) {
    let rate = 16_000
    let scene = TestScene(
      seconds: 4,
      calls: [.init(.hum, at: call.lowerBound, lasting: call.upperBound - call.lowerBound)])
    var samples = scene.samples()
    for index in samples.indices where !call.contains(Double(index) / Double(rate)) {
      samples[index] = 0
    }
    for name in ["a", "b"] {
      samples[samples.count / 2] += 1
      try ground.write(TestScene.wav(samples, rate: rate), "hummer/\(name).wav")
    }
    try ground.add("background", nil, count: 2, seed: 3)
    var settings = TrainingSettings()
    settings.copies = 4
    let plan = try TrainingPlan(LabelledSet(path: ground.path), settings: settings)
    let place = try #require(plan.clips.firstIndex { $0.name == "hummer/a.wav" })
    let embedder = try Embedder(ModelBundle(path: TinyBundle.url.path))
    let bundle = embedder.bundle
    let outcomes = try ClipEmbedding(plan, embedder, settings).run { _ in }
    // The tiny bundle's.
    let modelRate = 8000.0
    return (
      try #require(outcomes[place].clip), Double(ClipEmbedding.step(bundle)) / modelRate,
      Double(bundle.windowLength) / modelRate
    )
  }

  @Test func `in a copy's noise, too, the windows of the call are loud and its pauses are not`()
    throws
  {
    let call = 2.2..<2.4
    let (clip, step, length) = try windows(call: call)
    for copy in 0...4 {
      let own = clip.windows.filter { $0.copy == copy }
      #expect(own.count > 10, "copy \(copy)")
      for (place, window) in own.enumerated() {
        let start = Double(place) * step
        // A copy begins later than the clip by up to a step, and levels are told of frames of 25 ms.
        let latest = copy == 0 ? start : start + step
        if latest + length + 0.03 < call.lowerBound || start - 0.03 > call.upperBound {
          #expect(!window.isLoud, "copy \(copy), window at \(start) s")
        } else if latest < call.lowerBound, start + length > call.upperBound {
          #expect(window.isLoud, "copy \(copy), window at \(start) s")
        }
      }
    }
  }

  @Test func `where a copy begins behind the call nothing of it is loud`() throws {
    let (clip, step, _) = try windows(call: 0..<0.01)
    #expect(step > 0.1)
    for copy in 0...4 {
      let loud = clip.windows.filter { $0.copy == copy }.map(\.isLoud)
      #expect(!loud.dropFirst().contains(true), "copy \(copy)")
      #expect(copy > 0 || loud[0])
    }
  }
}

import Foundation
import SpeciesClassifier
import TestSupport
import Testing

@testable import HeadTraining

@Suite struct PlattFitTests {
  struct Case: Decodable {
    let logits: [Double]
    let isIt: [Bool]
    let weights: [Double]
    let scale: Double
    let offset: Double

    var examples: [PlattFit.Example] {
      logits.indices.map {
        .init(logit: logits[$0], isPositive: isIt[$0], weight: weights[$0])
      }
    }
  }

  @Test func `scale and offset are scikit-learn's`() throws {
    let cases = try JSONDecoder().decode(
      [Case].self,
      from: Data(contentsOf: SharedData.repository.appending(path: "Tests/Golden/platt.json")))
    #expect(cases.count == 4)
    for expected in cases {
      let fit = try #require(PlattFit(expected.examples))
      #expect(abs(fit.scale - expected.scale) < 1e-3 * max(1, abs(expected.scale)))
      #expect(abs(fit.offset - expected.offset) < 1e-3 * max(1, abs(expected.offset)))
      // Where higher logits do not mean the class, there is no calibration.
      #expect((fit.calibration == nil) == (expected.scale < 0))
    }
  }

  @Test func `without examples of both kinds there is nothing to fit`() {
    #expect(PlattFit([.init(logit: 1, isPositive: true, weight: 1)]) == nil)
    #expect(PlattFit([]) == nil)
  }

  @Test func `the threshold is the lowest at which enough of what is heard is right`() {
    let peaks: [(score: Float, isPositive: Bool)] =
      [
        (0.95, true), (0.9, true), (0.8, true), (0.7, false), (0.6, true), (0.4, false),
        (0.35, false),
      ]
    // Above 0.4: four of five. Above 0.35: four of six.
    #expect(ThresholdChoice.forPrecision(peaks, 0.8) == 0.41)
    #expect(ThresholdChoice.forPrecision(peaks, 1) == 0.71)
    #expect(ThresholdChoice.forPrecision([(0.9, false)], 0.8) == 0.95)
    #expect(ThresholdChoice.forRecall(peaks, 0.75) == 0.8)
    #expect(ThresholdChoice.forRecall([(0.01, true)]) > ThresholdChoice.scoreFloor)
  }
}

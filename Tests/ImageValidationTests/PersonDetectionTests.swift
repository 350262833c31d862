import Foundation
import QuantizedInference
import TestSupport
import Testing

@testable import ImageValidation

/// Boxes round people, held to numpy's on LiteRT's outputs.
@Suite struct PersonDetectionTests {
  let golden: GoldenImages.Detection

  init() throws { golden = try GoldenImages.load().detection }

  private func model() throws -> Model {
    try Model(contentsOf: SharedData.url("models/person-det.tflite").path)
  }

  private func expectEqual(
    _ boxes: [PersonBox], _ expected: [[Double]], within tolerance: Double
  ) {
    #expect(boxes.count == expected.count && !boxes.isEmpty)
    for (box, values) in zip(boxes, expected) {
      let told = [box.score, box.left, box.top, box.right, box.bottom]
      #expect(
        zip(told, values).allSatisfy { abs($0 - $1) <= tolerance }, "\(told) for \(values)")
    }
  }

  /// The values that `images.py` makes up.
  private func madeUp(_ seed: UInt64, _ heads: [DetectionHead]) -> [[Float]] {
    var random = SplitMix64(seed: seed)
    return heads.map { head in
      (0..<head.rows * head.columns * 18).map { _ in (Float(random.next() >> 59) - 20) / 4 }
    }
  }

  @Test(arguments: [BoxMerging.Weights.score, .rightEdge])
  func `made-up outputs become numpy's boxes`(weights: BoxMerging.Weights) throws {
    let heads = try [[1, 4, 5, 18], [1, 8, 10, 18], [1, 16, 20, 18]].map {
      try #require(DetectionHead(shape: $0, inputWidth: 160, inputHeight: 128))
    }
    for (seed, expected) in [(1, golden.first), (2, golden.second)]
      as [(UInt64, GoldenImages.Boxes)]
    {
      let boxes = zip(heads, madeUp(seed, heads)).flatMap { $0.boxes($1) }
      let merged = BoxMerging(weights: weights).merged(boxes)
      #expect(merged.count == 100)
      expectEqual(
        Array(merged.prefix(40)),
        try #require(expected[weights == .score ? "score" : "right edge"]),
        within: 0.001)
    }
  }

  @Test(
    .needsShared("models"), .needsShared("vww"),
    arguments: [BoxMerging.Weights.score, .rightEdge])
  func `the people of the sample picture are found where numpy finds them`(
    weights: BoxMerging.Weights
  ) throws {
    let image = try ImageFile(path: SharedImages.path("person_det.jpg")).image
    let small = ImageResize(.bicubic, width: 160, height: 128).applied(to: image)
    #expect(sha256(small.pixels) == golden.resized)
    let detector = try PersonDetector(model(), merging: BoxMerging(weights: weights))
    let boxes = try detector.makeDetect()(image).filter { $0.score > PersonDetector.shownScore }
    let expected = try #require(golden.photograph[weights == .score ? "score" : "right edge"])
    #expect(image.width == 1000 && image.height == 726)
    expectEqual(
      boxes.map { $0.scaled(horizontally: 160 / 1000, vertically: 128 / 726) }, expected,
      within: 0.001)
  }

  @Test(.needsShared("models"), .needsShared("vww"))
  func `whether a person is seen is numpy's answer on each picture of coco-val128`() throws {
    let folder = try ImageFolder(path: SharedImages.path("coco-val128"), outputs: 2)
    let search = PersonSearch(
      try PersonDetector(model()), threshold: PersonDetector.shownScore, jobs: 2)
    var seen = [Bool?](repeating: nil, count: folder.images.count)
    try search.run(
      folder.images.map(\.path), keeping: { !$1.boxes.isEmpty },
      tell: { position, found in seen[position] = try? found.get() })
    for (label, name) in folder.classNames.enumerated() {
      let told = zip(folder.images, seen).filter { $0.0.label == label }
        .map { $0.1.map { $0 ? "1" : "0" } ?? "?" }
      #expect(told.joined() == golden.seen[name])
    }
  }

  @Test(.needsShared("models"), arguments: ["mcunet-vww0", "tinyengine-vww", "mlperf-kws"])
  func `a network that is no such detector is refused`(name: String) throws {
    let model = try Model(contentsOf: SharedData.url("models/\(name).tflite").path)
    let error = #expect(throws: ImageValidationError.self) { try PersonDetector(model) }
    #expect(error?.description.hasPrefix("The network cannot be used here: its ") == true)
  }

  @Test func `weights that cancel out, and boxes without an area, do no harm`() {
    func box(_ left: Double, _ right: Double, _ score: Double) -> PersonBox {
      PersonBox(left: left, top: 0, right: right, bottom: 10, score: score)
    }
    let boxes = [box(-20, -1, 0.9), box(-18, 1, 0.8), box(5, 5, 0.7), box(5, 5, 0.6)]
    let merged = BoxMerging(weights: .rightEdge).merged(boxes)
    #expect(merged.map(\.score) == [0.9, 0.7, 0.6])
    #expect(merged.first == boxes.first)
  }
}

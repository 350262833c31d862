import Foundation
import ImageValidation
import QuantizedInference
import TestSupport
import Testing

/// Networks on labelled images.
@Suite struct ImageEvaluationTests {
  /// Outputs are the mean of the first pixels: the network is this closure.
  private func network(_ classCount: Int = 3) -> ImageNetwork {
    ImageNetwork(width: 8, height: 8, classCount: classCount, hasIntegerOutputs: false) {
      { pixels in (0..<classCount).map { Float(pixels[$0]) } }
    }
  }

  private func images() throws -> [ImageFolder.Image] {
    try ImageFolder(
      path: GoldenImages.path("imagenet"), outputs: 3, classNames: GoldenImages.load().classes
    ).images
  }

  private func evaluation(jobs: Int) -> ImageEvaluation {
    ImageEvaluation(network(), preparation: .squeezed(width: 8, height: 8), jobs: jobs)
  }

  @Test func `answers are the same and in order with any number of threads`() throws {
    let broken = ImageFolder.Image(path: "/nowhere", name: "nowhere", label: 0)
    let images = try images() + [broken] + images()
    let one = try evaluation(jobs: 1).run(images)
    #expect(one.count == 13)
    #expect(one[6] == .failure(.unreadable(path: "/nowhere", reason: "no such file or directory")))
    for jobs in [2, 5, 40] { #expect(try evaluation(jobs: jobs).run(images) == one) }
    var told = 0
    _ = try evaluation(jobs: 3).run(images, tell: { _ in told += 1 })
    #expect(told == 13)
  }

  @Test func `told to stop, it leaves the rest`() throws {
    #expect(try evaluation(jobs: 2).run(images(), stop: { true }).isEmpty)
  }

  @Test func `a network without memory is told once`() throws {
    let network = ImageNetwork(width: 8, height: 8, classCount: 3, hasIntegerOutputs: false) {
      throw ModelError.arenaTooLarge(bytes: 2, limit: 1)
    }
    let evaluation = ImageEvaluation(network, preparation: .centreSquare(side: 8), jobs: 3)
    #expect(throws: ModelError.arenaTooLarge(bytes: 2, limit: 1)) {
      try evaluation.run(images())
    }
  }

  @Test func `of equal outputs the first wins, and the label's rank counts what stands before it`()
    throws
  {
    let outputs: [Float] = [1, 3, 3, 0, 3, 2, 1]
    let network = ImageNetwork(width: 8, height: 8, classCount: 7, hasIntegerOutputs: true) {
      { _ in outputs }
    }
    let evaluation = ImageEvaluation(
      network, preparation: .centreSquare(side: 8), jobs: 1, keepsOutputs: false)
    for (label, rank) in zip(0..<7, [4, 0, 1, 6, 2, 3, 5]) {
      let image = ImageFolder.Image(path: GoldenImages.path("rgb.png"), name: "a", label: label)
      let answer = try evaluation.run([image])[0].get()
      #expect(answer.best == [1, 2, 4, 5, 0] && answer.predicted == 1)
      #expect(answer.rank == rank && answer.isCorrect == (label == 1) && answer.outputs.isEmpty)
    }
  }

  @Test func `figures are counted by label and answer, and have an interval`() {
    typealias Pair = ClassificationSummary.Pair
    let answers = [(0, 0, 0), (0, 1, 4), (0, 1, 1), (1, 1, 0), (2, 0, 5)].map {
      (pair: Pair(label: $0.0, predicted: $0.1), rank: $0.2)
    }
    let summary = ClassificationSummary(answers, classCount: 3)
    #expect(summary.images == 5 && summary.correct == 2 && summary.correctInFive == 4)
    #expect(summary.images(of: 0) == 3 && summary.confusion[Pair(label: 0, predicted: 1)] == 2)
    #expect(summary.mistakes.map(\.count) == [2, 1])
    // statsmodels' proportion_confint(2, 5, method="wilson").
    #expect(abs(summary.accuracyInterval.lowerBound - 0.11762) < 1e-5)
    #expect(abs(summary.accuracyInterval.upperBound - 0.76928) < 1e-5)
    let none = ClassificationSummary([(pair: Pair, rank: Int)](), classCount: 3)
    #expect(none.accuracy == 0 && none.accuracyInterval == 0...1)
  }

  @Test(.needsShared("models"), arguments: ["mcunet-in2", "mcunet-in3"])
  func `the five best of ImageNet's classes are LiteRT's`(name: String) throws {
    let network = try ImageNetwork(
      Model(contentsOf: SharedData.url("models/\(name).tflite").path))
    let evaluation = ImageEvaluation(
      network, preparation: .centreSquare(side: network.width), jobs: 2)
    let expected = try GoldenImages.load().answers.filter { $0.network == name }
    let answers = try evaluation.run(
      expected.map {
        .init(path: GoldenImages.path("imagenet/val/" + $0.file), name: $0.file, label: 0)
      })
    for (answer, expected) in zip(try answers.map { try $0.get() }, expected) {
      #expect(answer.best == expected.best, "\(expected.file)")
      #expect(answer.best.map { Int(answer.outputs[$0]) } == expected.outputs)
    }
    #expect(expected.count == 6)
  }

  @Test(.needsShared("models"), .needsShared("vww"))
  func `networks with uint8 and float32 inputs are fed as they declare`() throws {
    let path = SharedImages.path("person_det.jpg")
    for (name, isInteger) in [
      ("wakevision-samy", true), ("wakevision-k2c3", true), ("tinyengine-vww", false),
    ] {
      let network = try ImageNetwork(
        Model(contentsOf: SharedData.url("models/\(name).tflite").path))
      #expect(network.hasIntegerOutputs == isInteger)
      let evaluation = ImageEvaluation(
        network, preparation: .squeezed(width: network.width, height: network.height), jobs: 1)
      let answer = try evaluation.run([.init(path: path, name: "a", label: 1)])[0].get()
      #expect(answer.predicted == 1, "\(name)")
    }
  }

  @Test(.needsShared("models"), arguments: ["mlperf-kws", "mlperf-ad", "person-det"])
  func `a network that is no classifier of pictures is refused`(name: String) throws {
    let model = try Model(contentsOf: SharedData.url("models/\(name).tflite").path)
    let error = #expect(throws: ImageValidationError.self) { try ImageNetwork(model) }
    #expect(error?.description.hasPrefix("The network cannot be used here: its ") == true)
  }

  @Test func `a network for other inputs is refused with their shape`() throws {
    let path = SharedData.repository.appending(path: "Tests/Golden/engine/tiny-mcunet.tflite").path
    let reason = "its input is no picture of shape [1, height, width, 3] but [1, 32, 32, 1]"
    #expect(throws: ImageValidationError.unfitNetwork(reason: reason)) {
      try ImageNetwork(Model(contentsOf: path))
    }
    #expect(
      ImageValidationError.unfitNetwork(reason: reason).description
        == "The network cannot be used here: its input is no picture of shape [1, height, width, 3] but [1, 32, 32, 1]."
    )
  }
}

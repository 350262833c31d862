import AudioFeatures
import AudioIO
import Foundation
import NumpyFormat
import QuantizedInference
import SpeciesClassifier
import Survey
import TestSupport
import Testing

@Suite struct FeaturesTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try TestScene.busy(seconds: 12, seed: 4).wav(channels: 2)
      .write(to: folder.url.appending(path: "a.wav"))
  }

  private func images(
    path: String, stream: ChannelStream, frontEnd: FrontEnd, step: Int
  ) throws -> [Int8] {
    var images = try RecordingImages(path: path, stream: stream, frontEnd: frontEnd, step: step)
    var values: [Int8] = []
    try images.forEachImage { image in for pixel in image.indices { values.append(image[pixel]) } }
    return values
  }

  @Test(arguments: [nil, 3])
  func `the images are those of a survey, and of the front end where nothing is resampled`(
    stepHops: Int?
  ) throws {
    let bundle = try ModelBundle(path: TinyBundle.url.path)
    let step = stepHops.map { $0 * bundle.manifest.frontEnd.hop } ?? bundle.defaultStep
    // At the model's own rate.
    try TestScene.busy(rate: 8000, seconds: 12, seed: 6).wav()
      .write(to: folder.url.appending(path: "b.wav"))
    let result = try Program.run(
      [
        "features", "a.wav", "b.wav", "-o", "images", "--model", TinyBundle.url.path, "--channel",
        "1",
      ]
        + (stepHops.map { ["--step-hops", "\($0)"] } ?? []), in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    for name in ["a", "b"] {
      let expected = try images(
        path: folder.path(name + ".wav"), stream: .channel(0), frontEnd: bundle.frontEnd, step: step
      )
      let written = try NumpyArray(contentsOf: folder.path("images/\(name).npy"))
      #expect(Array(written.shape.dropFirst()) == bundle.frontEnd.imageShape)
      #expect(written.int8s == expected)
      #expect(written.shape[0] > 20)
    }
    let samples = TestScene.busy(rate: 8000, seconds: 12, seed: 6).samples()
      .map { Float($0) / 32_768 }
    let images = try bundle.frontEnd.images(of: samples.span, step: step)
    #expect(try NumpyArray(contentsOf: folder.path("images/b.npy")).int8s == images.values)
  }

  @Test func `a front end of its own needs no model`() throws {
    let manifest = try JSONSerialization.jsonObject(
      with: Data(contentsOf: TinyBundle.url.appending(path: "bundle.json")))
    let frontEnd = try #require((manifest as? [String: Any])?["frontEnd"])
    try JSONSerialization.data(withJSONObject: frontEnd)
      .write(to: folder.url.appending(path: "frontend.json"))
    let bundle = try ModelBundle(path: TinyBundle.url.path)
    let input = bundle.model.inputs[0]
    let result = try Program.run(
      [
        "features", "a.wav", "-o", "images", "--front-end", "frontend.json", "--scale",
        "\(input.scale)", "--zero-point", "\(input.zeroPoint)", "--step-hops",
        "\(bundle.defaultStep / bundle.manifest.frontEnd.hop)", "--channel", "mix",
      ], in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    let expected = try images(
      path: folder.path("a.wav"), stream: .mix, frontEnd: bundle.frontEnd, step: bundle.defaultStep)
    let written = try NumpyArray(contentsOf: folder.path("images/a.npy"))
    #expect(written.int8s == expected)
  }

  @Test func `a recording that fails is named and costs nothing but itself`() throws {
    try Data("no sound".utf8).write(to: folder.url.appending(path: "c.wav"))
    let result = try Program.run(
      ["features", "a.wav", "c.wav", "-o", "images", "--model", TinyBundle.url.path],
      in: folder.url)
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("earshot: c.wav: is not a sound file: "))
    #expect(result.errors.hasSuffix("1 of 2 recordings to images\n"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("images")) == ["a.npy"])
  }

  @Test func `a folder without recordings is no work, and no folder is made`() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("bare"), withIntermediateDirectories: false)
    let result = try Program.run(
      ["features", "bare", "-o", "images", "--model", TinyBundle.url.path], in: folder.url)
    #expect(result.status == 1)
    #expect(result.errors == "earshot: no recordings were found in bare.\n")
    #expect(!FileManager.default.fileExists(atPath: folder.path("images")))
  }

  @Test func `sound that breaks off is said, and the rest is written`() throws {
    let scene = TestScene.busy(seconds: 10, seed: 5)
    let samples = scene.samples()
    try TestScene.wav(Array(samples[..<112_000]), rate: 16_000, promised: 2 * samples.count)
      .write(to: folder.url.appending(path: "cut.wav"))
    let result = try Program.run(
      ["features", "cut.wav", "-o", "images", "--model", TinyBundle.url.path], in: folder.url)
    #expect(result.status == 0)
    #expect(
      result.errors.hasPrefix(
        "earshot: cut.wav: breaks off or is damaged: of 3.0 s of it there are no images.\n"))
    #expect(try NumpyArray(contentsOf: folder.path("images/cut.npy")).shape[0] > 20)
  }
}

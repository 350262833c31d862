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
        RecordingImages(
          path: folder.path(name + ".wav"), stream: .channel(0), frontEnd: bundle.frontEnd,
          step: step))
      let written = try NumpyArray(contentsOf: folder.path("images/\(name).npy"))
      #expect(written.int8s == expected)
      #expect(Array(written.shape.dropFirst()) == bundle.frontEnd.imageShape)
      #expect(written.shape[0] > 20)
    }
    let samples = TestScene.busy(rate: 8000, seconds: 12, seed: 6).samples()
      .map { Float($0) / 32_768 }
    var stream = try WindowStream(bundle.frontEnd, step: step)
    var values: [Int8] = []
    func keep(_ index: Int, _ image: Span<Int8>) {
      for pixel in image.indices { values.append(image[pixel]) }
    }
    stream.process(samples.span, keep)
    _ = stream.finish(keep)
    #expect(try NumpyArray(contentsOf: folder.path("images/b.npy")).int8s == values)
  }

  /// All of a recording's images, one after the other.
  private func images(_ recording: RecordingImages) throws -> [Int8] {
    var values: [Int8] = []
    let lost = try recording.read { image in
      for pixel in image.indices { values.append(image[pixel]) }
    }
    #expect(lost == 0)
    return values
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
      RecordingImages(
        path: folder.path("a.wav"), stream: .mix, frontEnd: bundle.frontEnd,
        step: bundle.defaultStep))
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

  @Test
  func `a recording that breaks off is named, with what it lost, and gives the images it has`()
    throws
  {
    let samples = TestScene.busy(rate: 8000, seconds: 12, seed: 6).samples()
    let whole = TestScene.wav(samples, rate: 8000)
    try whole.dropLast(2 * 8000 * 5).write(to: folder.url.appending(path: "cut.wav"))
    try TestScene.wav(Array(samples.dropLast(8000 * 5)), rate: 8000)
      .write(to: folder.url.appending(path: "short.wav"))
    let result = try Program.run(
      ["features", "cut.wav", "short.wav", "-o", "images", "--model", TinyBundle.url.path],
      in: folder.url)
    #expect(result.status == 0)
    #expect(
      result.errors == """
        earshot: cut.wav: breaks off or is damaged: 5.0 s of it are in no image. Copy it from its \
        card again for all of it.
        2 of 2 recordings to images\n
        """)
    let cut = try NumpyArray(contentsOf: folder.path("images/cut.npy"))
    #expect(try cut == NumpyArray(contentsOf: folder.path("images/short.npy")))
  }

  @Test func `what cannot be written is said, and nothing unfinished is left`() throws {
    let model = ["--model", TinyBundle.url.path]
    let nowhere = try Program.run(
      ["features", "a.wav", "-o", "/dev/null/x"] + model, in: folder.url)
    #expect(nowhere.status == 2)
    #expect(nowhere.errors.hasPrefix("earshot: /dev/null/x: the folder cannot be made: "))
    #expect(nowhere.errors.contains("Not a directory"), "\(nowhere.errors)")

    // A folder stands where the file should be.
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "images/a.npy"), withIntermediateDirectories: true)
    let taken = try Program.run(["features", "a.wav", "-o", "images"] + model, in: folder.url)
    #expect(taken.status == 1)
    #expect(taken.errors.hasPrefix("earshot: images/a.npy: cannot be written: Is a directory. "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("images")) == ["a.npy"])
  }
}

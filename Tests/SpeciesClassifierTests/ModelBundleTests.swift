import EventDetection
import Foundation
import QuantizedInference
import SpeciesClassifier
import TestSupport
import Testing

@Suite struct ModelBundleTests {
  /// The message of the error that loading a changed bundle gives, without the bundle's path.
  func message(replacing text: String, with replacement: String) throws -> String? {
    let folder = try TemporaryFolder()
    let bundle = try TinyBundle.copy(to: folder, replacing: text, with: replacement)
    do {
      _ = try ModelBundle(path: bundle.path)
      return nil
    } catch {
      return error.description.replacing(bundle.path, with: "bundle")
    }
  }

  @Test func `a bundle says what it is`() throws {
    let bundle = try ModelBundle(path: TinyBundle.url.path)
    #expect(bundle.manifest.name == "tiny" && bundle.manifest.version == "1.0.0")
    #expect(bundle.classes.map(\.taxon.commonName) == ["Hum", "Whistle", "Voice", "Quiet"])
    #expect(bundle.classes.map(\.taxon.kind) == [.species, .species, .human, .background])
    #expect(bundle.windowLength == 4096 && bundle.defaultStep == 2048)
    // In Tests/Golden/tiny-bundle: sha256sum bundle.json model.tflite | sha256sum
    #expect(
      bundle.digest == "ddb839466a0041b36cbfd441aee119d65c68c1f71b942130697085c22c55ecbe")
  }

  @Test func `the identity is of all files but the card and hidden ones`() throws {
    let folder = try TemporaryFolder()
    let copy = try TinyBundle.copy(to: folder)
    func digest() throws -> String { try ModelBundle(path: copy.path).digest }
    let original = try digest()

    try Data("other".utf8).write(to: copy.appending(path: "card.md"))
    try Data("plot".utf8).write(to: copy.appending(path: "card-reliability.png"))
    try Data("junk".utf8).write(to: copy.appending(path: ".DS_Store"))
    #expect(try digest() == original)

    try Data("x".utf8).write(to: copy.appending(path: "labels.txt"))
    let extended = try digest()
    #expect(extended != original)
    try FileManager.default.moveItem(
      at: copy.appending(path: "labels.txt"), to: copy.appending(path: "names.txt"))
    #expect(try digest() != extended)
  }

  @Test func `a manifest survives encoding`() throws {
    let manifest = try ModelBundle(path: TinyBundle.url.path).manifest
    let json = try JSONEncoder().encode(manifest)
    #expect(try JSONDecoder().decode(BundleManifest.self, from: json) == manifest)
  }

  @Test(arguments: [
    (
      "\"formatVersion\": 1", "\"formatVersion\": 2",
      "bundle/bundle.json: it is of format version 2, and this earshot reads version 1."
    ),
    (
      "\"stepHops\": 8,", "\"stepHops\": 8, \"step\": 8,",
      "bundle/bundle.json: the key step is not known. Known here: formatVersion, name, version, frontEnd, stepHops, classes, scoreFloor, licence, attribution."
    ),
    (
      "\"offset\": 0.0", "\"bias\": 0.0",
      "bundle/bundle.json: the key classes.0.calibration.bias is not known. Known here: scale, offset."
    ),
    (
      "\"scientificName\": null,", "",
      "bundle/bundle.json: the key classes.2.scientificName is missing."
    ),
    (
      "\"kind\": \"human\"", "\"kind\": \"person\"",
      "bundle/bundle.json: classes.2.kind: Cannot initialize Kind from invalid String value person"
    ),
    ("\"stepHops\": 8", "\"stepHops\": \"8\"", "bundle/bundle.json: stepHops is not of type Int."),
    ("\"licence\"", "licence", nil),
    (
      "\"bands\": 16", "\"bands\": 16, \"mels\": 3",
      "bundle/bundle.json: front end: there is no setting frontEnd.mel.mels. Known here: bands, lowest, highest, scale, norm."
    ),
    (
      "\"height\": 16", "\"height\": 8",
      "bundle: the front end makes images of [1, 8, 16, 1] and the network takes [1, 16, 16, 1] (batch, height, width, channels)."
    ),
    (
      "\"height\": 16", "\"height\": 20",
      "bundle/bundle.json: front end: image.height is 20, but must be at most mel.bands, 16, to crop; or resize."
    ),
    (
      "\"stepHops\": 8", "\"stepHops\": 17",
      "bundle: stepHops is 17; it must be from 1 to the 16 hops of a window."
    ),
    ("\"name\": \"tiny\"", "\"name\": \"\"", "bundle: name is empty."),
    (
      "\"commonName\": \"Whistle\"", "\"commonName\": \"Hum\"",
      "bundle: two classes are called Hum."
    ),
    ("\"commonName\": \"Hum\"", "\"commonName\": \"\"", "bundle: class 0 has no commonName."),
    (
      "\"scoreFloor\": 0.2", "\"scoreFloor\": 0.75",
      "bundle: the threshold of Hum, 0.7, must be at least the scoreFloor, 0.75, and below 1."
    ),
    (
      "\"scoreFloor\": 0.2", "\"scoreFloor\": -1",
      "bundle: the scoreFloor is -1.0; it must be at least 0 and less than 1."
    ),
    (
      "\"scale\": 1.5", "\"scale\": 0",
      "bundle: the calibration of Hum, scale 0.0 and offset 0.0, must be finite, and its scale positive."
    ),
  ])
  func `what does not fit is named`(text: String, replacement: String, expected: String?) throws {
    let message = try #require(try message(replacing: text, with: replacement))
    if let expected { #expect(message.split(separator: "\n").first.map(String.init) == expected) }
  }

  @Test func `a folder without its files, and no folder at all, are named`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: BundleError.self) { try ModelBundle(path: folder.url.path) }
    #expect(throws: BundleError.unreadable(path: "/missing", reason: "there is no such folder")) {
      try ModelBundle(path: "/missing")
    }
    let copy = try TinyBundle.copy(to: folder)
    try Data("TFL3".utf8).write(to: copy.appending(path: "model.tflite"))
    do {
      _ = try ModelBundle(path: copy.path)
      Issue.record("four bytes were taken for a network")
    } catch {
      guard case .network = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test(
    arguments: [
      (0.0, 4096), (0.512, nil), (0.256, 2048), (0.5, 256), (0.49, 256), (0.1, 3328), (-0.1, nil),
      (.nan, nil),
    ] as [(Double, Int?)])
  func `an overlap is rounded to whole hops`(seconds: Double, step: Int?) throws {
    let bundle = try ModelBundle(path: TinyBundle.url.path)
    if let step {
      #expect(try bundle.step(overlap: seconds) == step)
    } else {
      #expect(throws: BundleError.self) { try bundle.step(overlap: seconds) }
    }
  }

  @Test func `scores rise with the logit and stay within 0 and 1`() throws {
    let bundle = try ModelBundle(path: TinyBundle.url.path)
    let output = try #require(bundle.model.outputs.first)
    for index in bundle.classes.indices {
      let scores = (Int8.min...Int8.max).map { bundle.scoreTable.score($0, classIndex: index) }
      #expect(scores == scores.sorted())
      #expect(scores.allSatisfy { (0...1).contains($0) })
      // A logit of 0 that is not shifted is even odds.
      #expect(bundle.scoreTable.score(Int8(output.zeroPoint), classIndex: index) == 0.5)
    }
  }
}

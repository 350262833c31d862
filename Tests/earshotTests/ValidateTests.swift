import Foundation
import TestSupport
import Testing

/// `earshot validate`, run as people run it.
@Suite struct ValidateTests {
  static let images = SharedData.repository.appending(path: "Tests/Golden/images")

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func model(_ name: String) -> String { SharedData.url("models/\(name).tflite").path }

  private func copy(_ name: String, to place: String) throws {
    let target = folder.url.appending(path: place)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: Self.images.appending(path: name), to: target)
  }

  @Test(.needsShared("models"), .needsShared("vww"))
  func `the rows of a set are those of the reference, and its figures`() throws {
    let set = SharedData.url("vww/vww-minival-part").path
    let rows = try Program.run(
      ["validate", "vww", set, "--model", model("mcunet-vww1"), "--format", "csv", "--jobs", "3"],
      in: folder.url)
    let expected = try String(
      contentsOf: SharedData.url("vww/expected/vww-minival-part-mcunet-vww1.csv"), encoding: .utf8)
    #expect(rows.status == 0 && rows.output == expected)
    #expect(
      rows.errors.hasPrefix("top-1 90.12 % (73 of 81, 95 % confidence 81.70 % to 94.91 %), "))

    let table = try Program.run(
      ["validate", "vww", set + "/val", "--model", model("mcunet-vww1")], in: folder.url)
    #expect(table.status == 0 && table.errors.isEmpty)
    #expect(
      table.output.hasPrefix(
        """
        \(model("mcunet-vww1")), 80x80, on \(set)/val

        label  images  correct    share  as 0  as 1
        0          27       25  92.59 %    25     2
        1          54       48  88.89 %     6    48

        top-1 90.12 % (73 of 81, 95 % confidence 81.70 % to 94.91 %), 
        """))
  }

  @Test(.needsShared("models/fp32"), .needsShared("vww"))
  func `a set is evaluated in float32 too, also with a checkpoint's weights`() throws {
    let set = SharedData.url("vww/vww-minival-part").path
    let weights = SharedData.url("models/fp32/mcunet-vww0.npz").path
    let common = ["validate", "vww", set, "--model", model("mcunet-vww0")]
    // In int8 72 of 81 are right.
    for (options, title, right) in [
      (["--precision", "fp32"], "in fp32", 71),
      (["--precision", "fp32", "--weights", weights], "in fp32 with \(weights)", 72),
    ] {
      let found = try Program.run(common + options, in: folder.url)
      #expect(found.status == 0 && found.errors.isEmpty)
      #expect(found.output.hasPrefix("\(model("mcunet-vww0")) \(title), 64x64, on "))
      #expect(found.output.contains("(\(right) of 81,"))
    }
    let refused = try Program.run(common + ["--weights", weights], in: folder.url)
    #expect(refused.status == 2 && refused.errors.contains("add --precision fp32"))
  }

  @Test(.needsShared("models"))
  func `images that cannot be read are named and counted, and the rest is evaluated`() throws {
    try copy("rgb.png", to: "set/0/a.png")
    try copy("420.jpg", to: "set/1/b.jpg")
    try Data("no image".utf8).write(to: URL(filePath: folder.path("set/1/c.webp")))
    try Data().write(to: URL(filePath: folder.path("set/1/d\n.png")))
    #expect(unsafe mkfifo(folder.path("set/1/e.png"), 0o600) == 0)
    let result = try Program.run(
      [
        "validate", "vww", "set", "--model", model("mcunet-vww0"), "--format", "json", "--jobs",
        "1",
      ],
      in: folder.url)
    #expect(result.status == 1)
    #expect(
      result.errors == """
        earshot: set/1/c.webp: neither JPEG nor PNG, whatever its name says. Convert it, or leave it out.
        earshot: set/1/d\\n.png: neither JPEG nor PNG, whatever its name says. Convert it, or leave it out.
        earshot: set/1/e.png: no ordinary file, which an image is. Give a JPEG or PNG file.

        """)
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(json["images"] as? Int == 2 && json["failed"] as? Int == 3)
    #expect(json["top5"] == nil)
  }

  @Test(.needsShared("models"))
  func `ImageNet's answers are those of the reference recipe`() throws {
    struct Golden: Decodable {
      struct Answer: Decodable {
        var network: String
        var file: String
        var best: [Int]
      }
      var answers: [Answer]
      var classes: [String]
    }
    let golden = try JSONDecoder().decode(
      Golden.self, from: Data(contentsOf: Self.images.appending(path: "images.json")))
    let answers = golden.answers.filter { $0.network == "mcunet-in2" }
    // The first picture's best answer is the first folder's class.
    var names = (0..<1000).map { "class \($0)" }
    let first = try #require(answers.first?.best.first)
    let places = [first, (first + 1) % 1000, (first + 2) % 1000]
    for (place, name) in zip(places, golden.classes) { names[place] = name }
    try Data(names.joined(separator: "\n").utf8).write(to: URL(filePath: folder.path("names")))
    let arguments = [
      "validate", "imagenet", Self.images.appending(path: "imagenet").path, "--model",
      model("mcunet-in2"),
    ]
    let result = try Program.run(
      arguments + ["--classes", "names", "--format", "csv"], in: folder.url)
    #expect(result.status == 0)
    let rows = result.output.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",").map(String.init)
    }
    #expect(rows.map { $0[0] } == answers.map { "val/" + $0.file })
    #expect(rows.map { $0[4] } == answers.map { $0.best.map(String.init).joined(separator: " ") })
    #expect(rows.first?[1...3] == ["\(first)", "\(first)", "0"])
    #expect(result.errors.contains("top-5 "))

    try Data("one\ntwo".utf8).write(to: URL(filePath: folder.path("few")))
    let few = try Program.run(arguments + ["--classes", "few"], in: folder.url)
    #expect(few.status == 2)
    #expect(few.errors.hasPrefix("earshot: few: the list of classes has 2 names, and the network"))
    let unnamed = try Program.run(arguments, in: folder.url)
    #expect(unnamed.status == 2 && unnamed.errors.contains("3 folders of classes, and the network"))
  }

  @Test(.needsShared("models"), .needsShared("vww"))
  func `people are found, told and drawn`() throws {
    let picture = SharedData.url("vww/person_det.jpg").path
    let arguments = ["validate", "detect", picture, "--model", model("person-det")]
    let table = try Program.run(arguments + ["-o", "boxes.png"], in: folder.url)
    #expect(table.status == 0 && table.errors.isEmpty)
    #expect(
      table.output.split(separator: "\n").map { $0.split(separator: " ").suffix(6) } == [
        ["person", "score", "left", "top", "right", "bottom"],
        ["1", "0.88", "136", "54", "605", "723"], ["2", "0.85", "514", "70", "975", "727"],
      ])
    let drawn = try Data(contentsOf: URL(filePath: folder.path("boxes.png")))
    #expect(drawn.starts(with: [0x89, 0x50, 0x4E, 0x47]))

    let published = try Program.run(
      arguments + ["--published-weights", "--format", "csv", "--threshold", "0.86"], in: folder.url)
    #expect(
      published.output == """
        path,score,left,top,right,bottom
        \(picture),0.8772,129.97,54.73,639.77,713.70

        """)
  }

  @Test(.needsShared("models"), .needsShared("vww"))
  func `on labelled pictures it is told how often a person is seen`() throws {
    let result = try Program.run(
      [
        "validate", "detect", SharedData.url("vww/coco-val128").path, "--model",
        model("person-det"), "--format", "csv",
      ], in: folder.url)
    #expect(result.status == 0)
    #expect(result.errors.hasPrefix("top-1 71.88 % (92 of 128, "))
    let rows = result.output.split(separator: "\n")
    #expect(rows.count == 129 && rows[0] == "path,label,predicted,persons,score")
  }

  @Test(.needsShared("models"))
  func `several pictures are drawn in a folder, and what fails is named`() throws {
    try copy("rgb.png", to: "a.png")
    try copy("420.jpg", to: "b.jpg")
    let result = try Program.run(
      [
        "validate", "detect", "a.png", "none.jpg", "b.jpg", "--model", model("person-det"), "-o",
        "drawn", "--threshold", "1",
      ], in: folder.url)
    #expect(result.status == 1)
    #expect(result.errors == "earshot: none.jpg: cannot be read: no such file or directory.\n")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("drawn")).sorted()
        == ["a.png", "b.png"])
    #expect(result.output.contains("b.jpg      none"))
  }

  @Test(.needsShared("models"))
  func `wrong usage is told before anything is done`() throws {
    try copy("rgb.png", to: "a.png")
    try copy("rgb.png", to: "b/a.png")
    let cases: [([String], String)] = [
      (
        ["vww", "none", "--model", model("mcunet-vww0")], "earshot: none: the folder cannot be read"
      ),
      (["vww", "b", "--model", model("mcunet-vww0")], "earshot: b: there is no folder in it"),
      (["vww", "b", "--model", "none.tflite"], "earshot: none.tflite: cannot be read"),
      (["vww", "b", "--model", "none"], "earshot: there is no model \"none\" in"),
      (
        ["vww", "b", "--model", model("person-det")],
        "earshot: \(model("person-det")): the network cannot be used here: its output"
      ),
      (
        ["imagenet", "b", "--model", model("mcunet-vww0")],
        "earshot: \(model("mcunet-vww0")): tells 2 classes apart, and ImageNet has 1000. `earshot "
          + "validate vww` takes networks of fewer.\n"
      ),
      (
        ["detect", "a.png", "--model", model("mcunet-vww0")],
        "earshot: \(model("mcunet-vww0")): the network cannot be used here"
      ),
      (
        ["detect", "a.png", "--model", model("person-det"), "-o", "a.png"],
        "earshot: the output a.png is one of the inputs. Give another name."
      ),
      (
        ["detect", "a.png", "--model", model("person-det"), "-o", "boxes.jpg"],
        "earshot: boxes.jpg: the picture is a PNG file. Give a name that ends in .png."
      ),
      (
        ["detect", "a.png", "--model", model("person-det"), "-o", "b"],
        "earshot: b: is a folder. Name a file in it, which ends in .png."
      ),
      (
        ["detect", "a.png", "b/a.png", "--model", model("person-det"), "-o", "c"],
        "earshot: a.png and b/a.png would both be drawn as a.png."
      ),
      (
        ["detect", "b", "--model", model("person-det"), "-o", "c.png"],
        "earshot: -o draws pictures that are named"
      ),
      (
        ["detect", "a.png", "--model", model("person-det"), "--threshold", "2"],
        "Error: --threshold must be from 0 to 1, not 2.0."
      ),
      (["vww", "b", "--model", "x", "--jobs", "0"], "Error: --jobs must be from 1 to 512, not 0."),
    ]
    for (arguments, message) in cases {
      let result = try Program.run(["validate"] + arguments, in: folder.url)
      // A folder that cannot be read is an input that failed.
      #expect(result.status == (arguments[1] == "none" ? 1 : 2), "\(arguments)")
      #expect(result.errors.hasPrefix(message), "\(result.errors)")
    }
    let unwritable = try Program.run(
      ["validate", "detect", "a.png", "--model", model("person-det"), "-o", "no/where.png"],
      in: folder.url)
    #expect(unwritable.status == 4)
  }
}

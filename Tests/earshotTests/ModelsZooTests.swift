import Foundation
import TestSupport
import Testing

/// `earshot models zoo`: what is published beside what is measured, and never the one for the other.
@Suite struct ModelsZooTests {
  struct Row: Decodable {
    struct Published: Decodable {
      let megaMACs: Double
      let int8Top1: Double
    }
    struct Measured: Decodable {
      let multiplyAccumulates: Int
      let parameters: Int
      let arenaBytes: Int
      let smallestArenaBytes: Int
      let fileBytes: Int
    }
    struct Accuracy: Decodable {
      let images: Int
      let correct: Int
      let top1: Double
    }
    let name: String
    let published: Published?
    let measured: Measured?
    let accuracy: Accuracy?
    let source: String
    let path: String?
  }

  let folder: TemporaryFolder

  /// The program lies alone, so that it finds no networks that somebody fetched into the checkout.
  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.copyItem(at: Program.url, to: folder.url.appending(path: "earshot"))
  }

  private func zoo(_ arguments: String...) throws -> Program.Result { try zoo(arguments) }

  private func zoo(_ arguments: [String]) throws -> Program.Result {
    let words = (["models", "zoo"] + arguments).map { "'\($0)'" }.joined(separator: " ")
    return try Program.shell("EARSHOT_MODELS= ./earshot \(words)", in: folder.url)
  }

  private func rows(_ result: Program.Result) throws -> [String: Row] {
    let rows = try JSONDecoder().decode([Row].self, from: Data(result.output.utf8))
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0) })
  }

  private func copy(_ model: String, to place: String) throws {
    let target = folder.url.appending(path: place)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: SharedData.url("models/\(model).tflite"), to: target)
  }

  @Test func `without any file ten networks are built and measured, and no accuracy is known`()
    throws
  {
    let table = try zoo()
    #expect(table.status == 0 && table.errors.isEmpty, "\(table.errors)")
    let lines = table.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 2 + 11 + 1)
    #expect(lines[2...11].allSatisfy { $0.hasSuffix("unknown  generated, random weights") })
    #expect(
      lines[4].split(whereSeparator: { $0 == " " }).map(String.init) == [
        "mcunet-in0", "48x48", "6.4", "6.36", "0.75", "0.743", "266", "46.7", "19.7", "889",
        "979.1",
        "41.5", "40.4", "unknown", "generated,", "random", "weights",
      ])
    #expect(lines[12].hasPrefix("person-det      160x128          -   unknown"))
    #expect(lines[12].hasSuffix("unknown  no file; earshot models fetch person-det"))

    let found = try rows(zoo("--format", "json"))
    #expect(found.count == 11 && found["person-det"]?.measured == nil)
    #expect(found.values.allSatisfy { $0.accuracy == nil })
    #expect(found["mbv2-w0.35"]?.measured?.multiplyAccumulates == 23_499_152)
    #expect(found["mbv2-w0.35"]?.published?.megaMACs == 23.5)

    let csv = try zoo("--format", "csv").output.split(whereSeparator: \.isNewline)
    let header = csv[0].split(separator: ",", omittingEmptySubsequences: false)
    let top1 = try #require(header.firstIndex(of: "top1"))
    #expect(csv.count == 12)
    for row in csv.dropFirst() {
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      #expect(cells.count == header.count && cells[top1] == "unknown")
    }
  }

  @Test(.needsShared("models"))
  func `files are taken by either name, and only the published one passes as such`() throws {
    try copy("mcunet-vww0", to: "nets/mcunet-vww0.tflite")
    try copy("mcunet-vww1", to: "nets/mcunet-5fps_vww.tflite")
    try copy("mcunet-vww1", to: "nets/mcunet-vww2.tflite")
    try copy("mcunet-in2", to: "nets/mcunet-in0.tflite")
    try copy("person-det", to: "nets/person-det.tflite")
    try Data("no model".utf8).write(to: folder.url.appending(path: "nets/mcunet-in3.tflite"))
    try Data().write(to: folder.url.appending(path: "nets/mcunet-in4.tflite"))
    let result = try zoo("--models", "nets", "--format", "json")
    #expect(result.status == 2)
    let errors = result.errors.split(separator: "\n")
    #expect(errors.count == 2)
    #expect(errors.first?.hasPrefix("earshot: nets/mcunet-in3.tflite: byte ") == true)
    #expect(errors.last?.hasPrefix("earshot: nets/mcunet-in4.tflite: byte ") == true)
    let found = try rows(result)
    for (name, source, path) in [
      ("mcunet-vww0", "published", "nets/mcunet-vww0.tflite"),
      ("mcunet-vww1", "published", "nets/mcunet-5fps_vww.tflite"),
      ("mcunet-vww2", "other", "nets/mcunet-vww2.tflite"),
      ("mcunet-in0", "unverified", "nets/mcunet-in0.tflite"),
      ("mcunet-in1", "generated", nil),
      ("mcunet-in3", "unreadable", "nets/mcunet-in3.tflite"),
      ("mcunet-in4", "unreadable", "nets/mcunet-in4.tflite"),
      ("person-det", "published", "nets/person-det.tflite"),
    ] {
      #expect(found[name]?.source == source && found[name]?.path == path, "\(name)")
    }
    #expect(found["mcunet-in3"]?.measured == nil)
    // It is measured as what it is.
    #expect(found["mcunet-vww2"]?.measured?.multiplyAccumulates == 11_578_816)
    #expect(found["person-det"]?.measured?.multiplyAccumulates == 18_296_320)
    let vww1 = try #require(found["mcunet-vww1"]?.measured)
    #expect(vww1.fileBytes == 635_968 && vww1.parameters == 420_520 + 6_114)
    #expect(vww1.smallestArenaBytes * 3 < vww1.arenaBytes)
    let table = try zoo("--models", "nets").output
    #expect(table.contains("unknown  nets/mcunet-vww0.tflite, as published\n"))
    #expect(table.contains("unknown  nets/mcunet-vww2.tflite, other file\n"))
    #expect(table.contains("unknown  nets/mcunet-in0.tflite, unverified\n"))
    #expect(table.contains("unknown  nets/mcunet-in3.tflite, cannot be loaded\n"))
  }

  @Test(.needsShared("models"), .needsShared("vww"))
  func `accuracy is measured of the files at hand, on the pictures that are given`() throws {
    let set = SharedData.url("vww/vww-minival-part").path
    try copy("mcunet-vww0", to: "nets/mcunet-vww0.tflite")
    // What answers at random is not tried, whatever it is called.
    #expect(try zoo("--write", "built").status == 0)
    try FileManager.default.moveItem(
      atPath: folder.path("built/mcunet-vww1-random.tflite"),
      toPath: folder.path("nets/mcunet-vww1.tflite"))
    let result = try zoo("--models", "nets", "--vww", set, "--format", "json")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let found = try rows(result)
    let vww0 = try #require(found["mcunet-vww0"]?.accuracy)
    // As `validate vww` has it.
    #expect(vww0.images == 81 && vww0.correct == 72)
    #expect(abs(vww0.top1 - 100 * 72 / 81.0) < 1e-9)
    #expect(found.values.count { $0.accuracy != nil } == 1)
    #expect(
      try zoo("--models", "nets", "--vww", set).output.hasSuffix(
        "\n\nTop-1 of VWW measured on 81 images of \(set).\n"))
  }

  @Test(.needsShared("models"))
  func `a part of ImageNet will do, with a list of which folder is which output`() throws {
    try copy("mcunet-in2", to: "nets/mcunet-in2.tflite")
    try copy("mcunet-vww0", to: "nets/mcunet-vww0.tflite")
    let names = (0..<1000).map { number in
      [0: "n01440764", 219: "n02102040", 566: "n03394916"][number] ?? "class \(number)"
    }
    try Data(names.joined(separator: "\n").utf8).write(to: URL(filePath: folder.path("names")))
    let set = ValidateTests.images.appending(path: "imagenet").path
    let options = ["--classes", "names", "--format", "json"]
    let validated = try Program.run(
      ["validate", "imagenet", set, "--model", "nets/mcunet-in2.tflite"] + options, in: folder.url)
    let validation = try JSONDecoder().decode(
      Row.Accuracy.self, from: Data(validated.output.utf8))
    let found = try rows(zoo(["--models", "nets", "--imagenet", set] + options))
    let measured = try #require(found["mcunet-in2"]?.accuracy)
    #expect(measured.images == 6 && measured.correct == validation.correct)
    #expect(abs(measured.top1 - 100 * validation.top1) < 1e-9)
    #expect(found.values.count { $0.accuracy != nil } == 1)
    #expect(try zoo("--models", "nets", "--imagenet", set).errors.contains("3 folders of classes"))
  }

  @Test func `built networks are written whole, inspected like any other, and never replaced`()
    throws
  {
    let written = try zoo("--write", "built")
    #expect(written.status == 0, "\(written.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("built"))
    #expect(names.count == 10 && names.contains("mcunet-in0-random.tflite"))
    let inspected = try Program.run(
      ["models", "inspect", "built/mcunet-in0-random.tflite"], in: folder.url)
    #expect(inspected.output.contains("6.36 M multiply-accumulates, 743008 parameters"))

    try FileManager.default.removeItem(atPath: folder.path("built/mbv2-w0.35-random.tflite"))
    let again = try zoo("--write", "built")
    #expect(again.status == 2 && again.output.isEmpty)
    #expect(
      again.errors == """
        earshot: built/proxyless-w0.3-random.tflite: is there already, and is not replaced. Move it \
        away, or name another folder with --write.

        """)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("built")).count == 9)

    // Renamed, it is still what it is.
    try FileManager.default.moveItem(
      atPath: folder.path("built/mcunet-in0-random.tflite"),
      toPath: folder.path("built/mcunet-in0.tflite"))
    let found = try rows(zoo("--models", "built", "--format", "json"))
    #expect(found["mcunet-in0"]?.source == "generated")
    #expect(found["mcunet-in0"]?.path == "built/mcunet-in0.tflite")
  }

  @Test(.needsShared("models/configs"))
  func `networks are built from the project's configurations where these are given`() throws {
    let text = try String(
      contentsOf: SharedData.url("models/configs/mcunet-vww0.json"), encoding: .utf8)
    try FileManager.default.createDirectory(
      atPath: folder.path("configs"), withIntermediateDirectories: true)
    try Data(text.replacing("\"resolution\": 64", with: "\"resolution\": 128").utf8)
      .write(to: URL(filePath: folder.path("configs/mcunet-10fps_vww.json")))
    let result = try zoo("--configs", "configs", "--format", "json")
    let vww0 = try #require(rows(result)["mcunet-vww0"])
    #expect(vww0.source == "generated" && vww0.path == "configs/mcunet-10fps_vww.json")
    #expect(try #require(vww0.measured).multiplyAccumulates > 20_000_000)
    try Data("{}".utf8).write(to: URL(filePath: folder.path("configs/mcunet-vww1.json")))
    let broken = try zoo("--configs", "configs")
    #expect(broken.status == 2 && broken.output.isEmpty)
    #expect(
      broken.errors == """
        earshot: configs/mcunet-vww1.json: resolution: is not there. Copy the file again from where it is \
        published.

        """)
  }

  @Test func `a folder that is of no use is named with what to do`() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("empty"), withIntermediateDirectories: true)
    for name in ["0", "1"] {
      let target = folder.url.appending(path: "pictures/\(name)/a.png")
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: ValidateTests.images.appending(path: "rgb.png"), to: target)
    }
    for (arguments, message) in [
      (
        ["--models", "none"],
        "none: there is no such folder. Name the folder that `earshot models fetch` wrote to with --models."
      ),
      (
        ["--models", "empty"],
        "empty: holds no network of the zoo, such as mcunet-vww0.tflite. Name the folder that `earshot "
          + "models fetch` wrote to, or leave --models out."
      ),
      (
        ["--configs", "empty"],
        "empty: holds no configuration of the zoo, such as mcunet-vww0.json. Name the folder of the "
          + "project's .json files, or leave --configs out."
      ),
      (
        ["--vww", "pictures"],
        "pictures: there is no network's file to be tried on it. Fetch one with `earshot models fetch` "
          + "(mcunet-vww0, mcunet-vww1, mcunet-vww2), or name the folder of the files with --models."
      ),
    ] {
      let result = try zoo(arguments)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.errors == "earshot: \(message)\n")
    }
    #expect(try zoo("--vww", "empty").errors.hasPrefix("earshot: empty: "))
    #expect(try zoo("--vww", "empty").status == 2)
    #expect(try zoo("--classes", "list").errors.contains("--imagenet, which is not given"))
  }
}

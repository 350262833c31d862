import Foundation
import Pictures
import QuantizedInference
import TestSupport
import Testing

@testable import earshot

/// Which models there are, where they are looked for, and whether their parts fit.
@Suite struct ModelsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func bundle(_ name: String, replacing text: String = "", with new: String = "") throws {
    let copy = try TinyBundle.copy(to: folder, replacing: text, with: new)
    let target = folder.url.appending(path: name)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: copy, to: target)
  }

  private func shell(_ script: String) throws -> Program.Result {
    try Program.shell(script, in: folder.url)
  }

  @Test func `the bundles of every folder are listed with size and cost, the nearest first`() throws
  {
    try bundle("mine/tiny")
    try bundle("other/tiny", replacing: "\"version\": \"1", with: "\"version\": \"7")
    try bundle("other/second")
    let result = try shell("EARSHOT_MODELS=mine:other earshot models")
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    for title in ["name", "version", "classes", "MACs", "parameters", "arena", "file"] {
      #expect(lines[0].contains(title))
    }
    #expect(lines.contains { $0.contains("mine/tiny") && $0.contains(" kB ") })
    #expect(lines.contains { $0.contains("other/second") })
    #expect(!result.output.contains("other/tiny"))
    // The model that comes with the program is found wherever it is started.
    #expect(result.output.contains("earshot-animals"))
  }

  @Test func `a folder of models that is not there is not passed over`() throws {
    try bundle("mine/tiny")
    for command in ["models", "events", "models check tiny"] {
      let result = try shell("EARSHOT_MODELS=mine:nowhere earshot \(command)")
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(
        result.errors.hasPrefix(
          "earshot: EARSHOT_MODELS names nowhere, and there is no such folder."))
    }
    #expect(try shell("EARSHOT_MODELS= earshot models").status == 0)
  }

  @Test(arguments: [
    ("models check net.tflite", "net.tflite: is a .tflite network, not a model bundle (a folder)."),
    ("models check ./net.tflite", "./net.tflite: is a .tflite network, not a model bundle"),
    ("classify a.wav --model net.tflite", "net.tflite: is a .tflite network, not a model bundle"),
    ("models check w.npz", "w.npz: is a checkpoint: a network's weights, not a model bundle"),
    ("models check text.wav", "text.wav: is not a model bundle (a folder)."),
    ("models inspect text.wav", "text.wav: is neither a .tflite file nor a model bundle."),
    ("models inspect ./text.wav", "./text.wav: is neither a .tflite file nor a model bundle."),
    (
      "models inspect w.npz",
      "w.npz: is a checkpoint: a network's weights, not a network (.tflite)."
    ),
    ("models run w.npz x.npy -o y.npy", "w.npz: is a checkpoint: "),
    ("models inspect none", "there is no model \"none\" in "),
    ("models inspect no/ne", "no/ne: the model bundle cannot be read: there is no such folder."),
  ])
  func `a file that is no model is told what it is`(command: String, message: String) throws {
    try FileManager.default.copyItem(
      at: TinyBundle.url.appending(path: "model.tflite"),
      to: folder.url.appending(path: "net.tflite"))
    for name in ["w.npz", "text.wav", "a.wav"] {
      try Data("some text".utf8).write(to: folder.url.appending(path: name))
    }
    let result = try shell("earshot \(command)")
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("earshot: " + message), "\(result.errors)")
    #expect(!result.errors.contains("--model"))
  }

  @Test func `a network is known by its bytes, whatever its name`() throws {
    try FileManager.default.copyItem(
      at: TinyBundle.url.appending(path: "model.tflite"), to: folder.url.appending(path: "net.bin"))
    #expect(try shell("earshot models inspect net.bin").status == 0)
  }

  @Test func `a map of memory has the model's name without its folder`() throws {
    let model = try Model(contentsOf: ModelsRunTests.model)
    let title = try MemoryMapPicture(of: model, named: "nets/tiny.tflite").title
    #expect(title.hasPrefix("tiny.tflite: ") && title.hasSuffix(" kB of memory"))
    let drawn = try shell("earshot models inspect '\(ModelsRunTests.model)' --map map.png")
    #expect(drawn.status == 0 && drawn.errors.isEmpty)
    let refused = try shell("earshot models inspect '\(ModelsRunTests.model)' --map map.svg")
    #expect(refused.status == 2)
    #expect(
      refused.errors
        == "earshot: map.svg: the picture is a PNG file. Give a name that ends in .png.\n")
  }

  @Test func `a bundle is meant by its path or by its name`() throws {
    try bundle("Models/tiny")
    for name in ["Models/tiny", "tiny", "./Models/tiny/"] {
      let result = try shell("earshot models check \(name)")
      #expect(result.status == 0 && result.output.contains("fits\ndigest "), "\(result.errors)")
      #expect(result.output.contains("class ") && result.output.contains("threshold"))
    }
    #expect(try shell("earshot models check").output.contains("earshot-animals"))
    let missing = try shell("earshot models check phoenix")
    #expect(missing.status == 2 && missing.errors.contains("there is no model \"phoenix\" in "))
  }

  @Test func `parts that do not fit are named, and the other bundles are still told of`() throws {
    try bundle("Models/good")
    try bundle("Models/short", replacing: "\"commonName\": \"Whistle\"", with: "\"name\": \"W\"")
    try bundle("Models/cut")
    try Data("TFL3".utf8).write(to: folder.url.appending(path: "Models/cut/model.tflite"))
    let check = try shell("earshot models check good short cut")
    #expect(check.status == 2 && check.output.contains("Models/good: "))
    #expect(check.errors.contains("short") && check.errors.contains("cut"))
    let list = try shell("earshot models")
    #expect(list.status == 2 && list.output.contains("Models/good"))
    #expect(list.errors.contains("short") && list.errors.contains("cut"))
  }

  @Test func `a model is shown operator by operator, with cost, memory and time`() throws {
    let table = try shell("earshot models inspect '\(TinyBundle.url.path)' --profile")
    #expect(table.status == 0, "\(table.errors)")
    #expect(
      table.output.contains("FULLY_CONNECTED") && table.output.contains("AVERAGE_POOL_2D"))
    #expect(table.output.contains(" us"))
    #expect(table.output.contains("multiply-accumulates") && table.output.contains("kB *"))
    let json = try shell(
      "earshot models inspect '\(TinyBundle.url.path)/model.tflite' --format json")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let operators = try #require(report["operators"] as? [[String: Any]])
    let memory = operators.compactMap { $0["memoryBytes"] as? Int }
    #expect(memory.count == operators.count)
    let most = try #require(memory.max())
    let arena = try #require(report["arenaBytes"] as? Int)
    #expect(most <= arena && arena - most < 64)
    let none = try shell("earshot models inspect none.tflite")
    #expect(none.status == 2 && none.errors.hasPrefix("earshot: none.tflite: cannot be read: no"))
  }
}

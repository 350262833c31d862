import Foundation
import TestSupport
import Testing

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
    let result = try shell("EARSHOT_MODELS=mine:other:nowhere earshot models")
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

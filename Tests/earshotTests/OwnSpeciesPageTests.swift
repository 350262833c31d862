import Foundation
import TestSupport
import Testing

/// The commands of `Documentation/own-species.md`, as they stand there.
@Suite struct OwnSpeciesPageTests {
  static let page = SharedData.repository.appending(path: "Documentation/own-species.md")

  /// What stands between ```` ```sh ```` and ```` ``` ````.
  private func commands() throws -> [String] {
    var blocks: [String] = []
    var block: [Substring]?
    for line in try String(contentsOf: Self.page, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    {
      switch (line, block) {
      case ("```sh", _): block = []
      case ("```", let lines?):
        blocks.append(lines.joined(separator: "\n"))
        block = nil
      case (_, .some): block?.append(line)
      default: break
      }
    }
    return blocks
  }

  /// Nights in which two kinds of tones are to be heard, at the model's lower bands.
  private func prepare(_ folder: TemporaryFolder) throws {
    func write(_ scene: TestScene, _ name: String) throws {
      let url = folder.url.appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try scene.wav().write(to: url)
    }
    for night in 1...3 {
      let calls: [TestScene.Call] = [
        .init(.voice, at: 6, lasting: 2.5), .init(.whistle, at: 16, lasting: 2.5),
        .init(.whistle, at: 26, lasting: 2.5), .init(.voice, at: 37, lasting: 2.5),
        .init(.whistle, at: 50, lasting: 2.5),
      ]
      try write(
        TestScene(seconds: 60, calls: calls, seed: UInt64(night)), "card/2025060\(night)_220000.wav"
      )
    }
    try write(
      TestScene(seconds: 20, calls: [.init(.whistle, at: 5, lasting: 3)], seed: 8),
      "card/20250608_220000.wav")
    try write(
      TestScene(seconds: 6, calls: [.init(.voice, at: 0.8, lasting: 2.4)], seed: 11), "example.wav")
    try write(
      TestScene(
        seconds: 30,
        calls: [.init(.voice, at: 6, lasting: 2.5), .init(.voice, at: 18, lasting: 2.5)],
        seed: 9), "held-out/20250609_220000.wav")
  }

  @Test func `every command of the page runs, and the owl is heard at its end`() throws {
    let commands = try commands()
    #expect(commands.count >= 8)
    let folder = try TemporaryFolder()
    try prepare(folder)
    let result = try Program.shell(
      "set -euo pipefail\n" + commands.joined(separator: "\n"), in: folder.url)
    #expect(result.status == 0, "\(result.errors)\n\(result.output)")
    let table = try String(contentsOfFile: folder.path("trial.csv"), encoding: .utf8)
    let owls = table.split(separator: "\n").filter { $0.contains("Strix aluco") }
    #expect(owls.count == 2, "\(table)")
    #expect(result.output.contains("# owl 1.0.0"))
  }
}

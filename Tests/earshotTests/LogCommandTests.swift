import Foundation
import TestSupport
import Testing

/// `earshot log`, as people keep their logs.
@Suite struct LogCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try TestScene.busy(seconds: 12, seed: 4).wav()
      .write(to: folder.url.appending(path: "20250607_031000.wav"))
    let made = try Program.shell(
      "earshot classify 20250607_031000.wav --model \(TinyBundle.url.path) --log a.sqlite",
      in: folder.url)
    #expect(made.status == 0, "\(made.errors)")
  }

  @Test func `a backup has the log's events, and stays unless it may be replaced`() throws {
    let result = try Program.shell(
      """
      earshot log backup b.sqlite --log a.sqlite
      earshot events --log a.sqlite > a.txt; earshot events --log b.sqlite > b.txt; cmp a.txt b.txt
      earshot log backup b.sqlite --log a.sqlite; echo $?
      earshot log backup b.sqlite --log a.sqlite --force > again.txt; echo $?
      """, in: folder.url)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 3 && lines[0].hasPrefix("b.sqlite: ") && lines[0].hasSuffix("sound."))
    #expect(lines.dropFirst() == ["3", "0"], "\(result.output)\(result.errors)")
    #expect(result.errors.contains("b.sqlite"))
  }

  @Test func `a sound log is said to be, a damaged one is told with status 3`() throws {
    let sound = try Program.shell("earshot log check --thorough --log a.sqlite", in: folder.url)
    #expect(sound.status == 0 && sound.output.hasPrefix("a.sqlite: sound, version "))
    let path = folder.url.appending(path: "a.sqlite")
    var bytes = try Data(contentsOf: path)
    for page in 3..<6 {
      bytes.replaceSubrange(page * 4096 + 8..<page * 4096 + 600, with: Data(count: 592))
    }
    try bytes.write(to: path)
    let damaged = try Program.shell("earshot log check --log a.sqlite", in: folder.url)
    #expect(damaged.status == 3)
    #expect(damaged.output.split(separator: "\n").allSatisfy { $0.hasPrefix("a.sqlite: ") })
    let missing = try Program.shell("earshot log check --log none.sqlite", in: folder.url)
    #expect(missing.status == 3 && missing.errors.contains("none.sqlite"))
  }
}

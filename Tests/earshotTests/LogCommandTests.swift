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

  @Test
  func `a damaged log is salvaged by the command, a sound one and a picture stay as they are`()
    throws
  {
    let sound = try Program.shell("earshot log salvage --log a.sqlite", in: folder.url)
    #expect(sound.status == 0 && sound.output == "a.sqlite: sound; nothing to salvage.\n")
    let path = folder.url.appending(path: "a.sqlite")
    var bytes = try Data(contentsOf: path)
    bytes.replaceSubrange(0..<100, with: Data(count: 100))
    try bytes.write(to: path)
    let salvaged = try Program.shell(
      """
      earshot events --log a.sqlite; echo $?
      earshot log salvage --log a.sqlite && earshot log check --log a.sqlite && ls
      """, in: folder.url)
    #expect(salvaged.status == 0 && salvaged.output.hasPrefix("3\na.sqlite: The log was damaged ("))
    #expect(salvaged.output.contains("a.sqlite: sound, version "))
    #expect(salvaged.output.contains("a.sqlite.corrupt-20"))
    let picture = Data([0xFF, 0xD8, 0xFF, 0xE0]) + Data(repeating: 7, count: 9000)
    try picture.write(to: folder.url.appending(path: "b.jpg"))
    let refused = try Program.shell("earshot log salvage --log b.jpg", in: folder.url)
    #expect(refused.status == 3 && refused.errors.contains("b.jpg: not an event log of earshot."))
    #expect(try Data(contentsOf: folder.url.appending(path: "b.jpg")) == picture)
  }

  @Test func `clips that are not there cannot be locked`() throws {
    for (clip, words) in [("7", "there is no clip of event 7"), ("x.flac", "at x.flac")] {
      let result = try Program.shell("earshot log lock \(clip) --log a.sqlite", in: folder.url)
      #expect(result.status == 2 && result.errors.contains(words), "\(result.errors)")
    }
  }
}

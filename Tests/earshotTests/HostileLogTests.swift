import Foundation
import TestSupport
import Testing

/// A log that somebody else wrote in, or whose card is dying, under the commands that read scores.
@Suite struct HostileLogTests {
  private static func arguments(_ command: String...) -> [String] {
    command + ["--model", TinyBundle.url.path, "--log", "log.sqlite"]
  }

  private static let made = Result {
    let folder = try TemporaryFolder()
    try TestScene.busy(seconds: 12, seed: 3).wav()
      .write(to: folder.url.appending(path: "20250607_031000.wav"))
    let result = try Program.run(arguments("classify", "20250607_031000.wav"), in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    return folder
  }

  /// A copy of a folder with a recording and its log, one of whose tables is changed.
  private func folder(_ table: String, _ change: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let made = try Self.made.get()
    // The log's writes are all in one file: the process that made it has ended.
    for name in ["20250607_031000.wav", "log.sqlite"] {
      try FileManager.default.copyItem(
        at: made.url.appending(path: name), to: folder.url.appending(path: name))
    }
    try damageLog(folder.url.appending(path: "log.sqlite"), table: table, change)
    return folder
  }

  @Test(arguments: [
    ("score", "outputs = x'00'"), ("score", "outputs = zeroblob(9)"), ("score", "outputs = NULL"),
    ("score", "end_sample = 1000000000 - start_sample"), ("score", "end_sample = 0"),
    ("score", "end_sample = 9223372036854775807"), ("anchor", "utc_at = 9223372036854775807"),
    ("anchor", "utc_at = -9223372036854775808"), ("anchor", "sample = 9223372036854775807"),
    ("anchor", "measured_rate = 1e-300"), ("anchor", "utc_offset_minutes = 1e18"),
    ("recording", "sample_rate = 1"), ("class", "output = output + 700"),
    ("class", "output = -output"), ("analysis", "step = 9223372036854775807"),
    ("analysis", "done_through_sample = 9223372036854775807"),
    ("recording", "frames = 9223372036854775807"),
  ])
  func `decide refuses values that no earshot wrote`(table: String, change: String) throws {
    let folder = try folder(table, change)
    let result = try Program.run(Self.arguments("decide", "--threshold", "0.9"), in: folder.url)
    #expect(result.status == 3 && !result.wasKilled, "\(result.errors)")
    #expect(result.errors.contains("log.sqlite: the log is damaged"), "\(result.errors)")
  }

  @Test(arguments: [
    ("score", "outputs = x'00'"), ("score", "end_sample = 1000000000 - start_sample"),
    ("anchor", "utc_at = 9223372036854775807"), ("recording", "sample_rate = 1"),
    ("class", "output = output + 700"), ("settings", "json = '{}'"), ("settings", "json = 'x'"),
    ("settings", "json = NULL"),
  ])
  func `why refuses values that no earshot wrote`(table: String, change: String) throws {
    let folder = try folder(table, change)
    let result = try Program.run(Self.arguments("why", "20250607_031000.wav"), in: folder.url)
    #expect(result.status == 3 && !result.wasKilled, "\(result.output) \(result.errors)")
    #expect(result.errors.contains("log.sqlite: the log is damaged"), "\(result.errors)")
  }
}

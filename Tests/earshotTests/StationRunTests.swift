import Foundation
import GRDB
import TestSupport
import Testing

/// `earshot listen --config`, and what is told of it while it runs.
@Suite(.timeLimit(.minutes(2))) struct StationRunTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.url.appending(path: name))
  }

  private func configuration(site: String) -> String {
    """
    site:
      name: \(site)
      time_zone: Europe/Zurich
    log: live.sqlite
    model: \(TinyBundle.url.path)
    inputs:
      - name: pond
        device: "-"
    status:
      every: 1 s
    clips:
      folder: clips
    privacy:
      threshold: 0.5
    actions:
      - name: lines
        on: [event, event_end, incident]
        pipe: lines.jsonl

    """
  }

  private func rows(_ sql: String) throws -> [Row] {
    try DatabaseQueue(path: folder.path("live.sqlite")).read { try Row.fetchAll($0, sql: sql) }
  }

  @Test func `settings are read anew on demand; a wrong file changes nothing, and a pipe goes on`()
    throws
  {
    let scene = TestScene.busy(rate: 22_050, seconds: 24, seed: 7)
    let wav = scene.wav()
    // Cut in the middle of a sample.
    let cut = 44 + 2 * 22_050 * 12 + 1
    try wav.prefix(cut).write(to: folder.url.appending(path: "first"))
    try wav.dropFirst(cut).write(to: folder.url.appending(path: "second"))
    try write("station.yaml", configuration(site: "Old pond"))
    try write("wrong.yaml", configuration(site: "Old pond") + "scedule: always\n")
    try write(
      "lost.yaml",
      configuration(site: "Old pond").replacing("log: live", with: "log: station.yaml/live"))
    try write("other.yaml", configuration(site: "New pond"))
    let result = try Program.shell(
      """
      mkfifo pipe
      '\(Program.url.path)' listen --config station.yaml < pipe 2> errors & pid=$!
      exec 3> pipe
      await() { for i in $(seq 400); do [ "$(grep -c "$1" errors)" -ge "$2" ] && return; sleep 0.05; done; kill $pid; }
      cat first >&3
      await 'listening to -' 1
      for i in $(seq 100); do earshot status --log live.sqlite > /dev/null 2>&1 && break; sleep 0.1; done
      earshot status --log live.sqlite; echo status $?
      cp wrong.yaml station.yaml; kill -HUP $pid
      await 'the old settings stay in force' 1
      cp lost.yaml station.yaml; kill -HUP $pid
      await 'the old settings stay in force' 2
      cp other.yaml station.yaml; kill -HUP $pid
      await 'settings of station.yaml' 2
      cat second >&3
      await 'listening to -' 2
      exec 3>&-
      wait $pid; echo ended $?
      earshot status --log live.sqlite > ended.txt; echo status $?
      cat ended.txt; cat errors >&2
      """, in: folder.url)
    #expect(result.output.contains("Old pond: listening for "), "\(result.output) \(result.errors)")
    #expect(result.output.contains("pond  listening since "))
    #expect(result.output.contains("status 0\nended 0\nstatus 1\nNew pond: ended "))
    #expect(
      result.errors.contains(
        "station.yaml:19:1: unknown key \"scedule\". Did you mean \"schedule\"?"))
    let kinds = try rows("SELECT kind FROM incident ORDER BY id").map { $0["kind"] as String }
    #expect(kinds == ["started", "reload_failed", "reload_failed", "reloaded"])
    let streams = try rows(
      """
      SELECT sample_rate, site, done_through_sample AS done FROM stream
        JOIN deployment ON deployment.id = stream.deployment JOIN analysis ON analysis.stream = stream.id
      """)
    #expect(streams.map { $0["sample_rate"] as Int } == [22_050, 22_050])
    #expect(streams.map { $0["site"] as String } == ["Old pond", "New pond"])
    // Nothing of the pipe is lost between them, not even the other half of a sample.
    #expect(streams.reduce(0) { $0 + ($1["done"] as Int) } == 22_050 * 24)
    let causes = try rows("SELECT cause FROM gap WHERE start_sample IS NULL ORDER BY id")
    #expect(causes.map { $0["cause"] as String } == ["absent", "reloaded", "absent", "stopped"])
    let lines = try String(contentsOf: folder.url.appending(path: "lines.jsonl"), encoding: .utf8)
    let events = try rows(
      "SELECT 1 FROM event JOIN class ON class.id = class JOIN taxon ON "
        + "taxon.id = taxon WHERE kind = 'species'"
    ).count
    #expect(lines.split(separator: "\n").count { $0.contains("\"type\":\"event\"") } == events)
  }

  @Test func `a station that cannot be is refused before anything is opened`() throws {
    try write("station.yaml", "inputs:\n  - name: pond\n    device: usb:12\n")
    let refused = try Program.shell("earshot listen --config station.yaml", in: folder.url)
    #expect(refused.status == 2 && refused.errors.contains("station.yaml:3:13: "))
    let both = try Program.shell(
      "earshot listen --config station.yaml --input hw:0", in: folder.url)
    #expect(both.status == 2)
    #expect(both.errors.contains("--input: the inputs are those of the file that --config names."))
    let missing = try Program.shell("earshot status --log live.sqlite", in: folder.url)
    #expect(missing.status == 1)
    #expect(missing.errors.contains("live.sqlite.status.json: no status: "))
    #expect(!FileManager.default.fileExists(atPath: folder.path("live.sqlite")))
  }

  @Test func `a log has one station, and status knows at once that it was killed`() throws {
    let result = try Program.shell(
      """
      mkfifo pipe
      '\(Program.url.path)' listen --input - --model '\(TinyBundle.url.path)' --log live.sqlite < pipe 2> errors & pid=$!
      exec 3> pipe
      for i in $(seq 400); do [ -e live.sqlite.status.json ] && break; sleep 0.05; done
      ln -s . link
      earshot listen --input - --model '\(TinyBundle.url.path)' --log link/live.sqlite < /dev/null; echo second $?
      earshot status --log live.sqlite | head -n 1 | cut -d, -f 1
      kill -KILL $pid; wait $pid 2>/dev/null
      earshot status --log live.sqlite | head -n 1 | cut -d, -f 1 | sed 's/of .*//'
      earshot listen --input - --model '\(TinyBundle.url.path)' --log live.sqlite < /dev/null 2>/dev/null; echo third $?
      """, in: folder.url)
    #expect(
      result.output.replacing(#/for \d+:\d\d/#, with: "for some time") == """
        second 3
        listening for some time
        NOT RUNNING: last heard 
        third 0

        """, "\(result.errors)")
    #expect(result.errors.contains("link/live.sqlite: another station listens into this log."))
  }
}

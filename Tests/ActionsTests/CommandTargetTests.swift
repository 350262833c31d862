import Foundation
import TestSupport
import Testing
import Threading

@testable import Actions

/// Programs that do what they are told, fail, hang and refuse to end.
@Suite struct CommandTargetTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func deliver(
    _ script: String, _ announcement: Announcement = .eventBegan(Samples.event()),
    timeout: Double = 20, _ allowance: Allowance = Allowance()
  ) throws {
    try CommandTarget(
      ["/bin/sh", "-c", script, "sh", folder.url.path],
      environment: ["PATH": "/usr/bin:/bin", "EARSHOT_ID": "not this"], timeout: timeout
    ).deliver(announcement, within: allowance)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
  }

  @Test func `it gets the JSON on its input and the most wanted in its environment`() throws {
    let event = Samples.event()
    try deliver("cat > $1/input; env | sort > $1/environment", .eventBegan(event))
    #expect(
      try text("input") == String(decoding: Announcement.eventBegan(event).json, as: UTF8.self)
        + "\n"
    )
    let lines = try text("environment").split(separator: "\n").filter { $0.hasPrefix("EARSHOT_") }
    #expect(
      lines == [
        "EARSHOT_COMMON_NAME=Common raven", "EARSHOT_EVENT_ID=\(event.id)",
        "EARSHOT_ID=\(event.id)-event", "EARSHOT_INPUT=roof", "EARSHOT_KIND=species",
        "EARSHOT_PEAK=0.93", "EARSHOT_SCIENTIFIC_NAME=Corvus corax", "EARSHOT_SITE=Old pond",
        "EARSHOT_START=2026-05-03T06:12:31.250+02:00", "EARSHOT_TYPE=event",
      ])
  }

  @Test func `no shell reads what it gets`() throws {
    let target = try CommandTarget(
      ["touch", folder.path("a; touch b"), folder.path("$HOME")], environment: [:])
    try target.deliver(
      Samples.incident(text: "`touch \(folder.path("c"))`\0"), within: Allowance())
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        == ["$HOME", "a; touch b"])
  }

  @Test func `it inherits nothing but its three files, and no signal is blocked or ignored`() throws
  {
    // Opened so that it would be inherited.
    let open = unsafe Glibc.open("/dev/null", O_RDONLY)
    defer { close(open) }
    // A thread of its own: what else runs on this one must hear its signals.
    let end = Bell()
    let errors = Collected<String>()
    Thread.detachNewThread {
      blockSignals()
      do {
        try deliver("ls /proc/self/fd > $1/files; cat /proc/self/status > $1/status")
      } catch {
        errors.add("\(error)")
      }
      end.ring()
    }
    end.wait(for: .seconds(60))
    #expect(errors.all == [])
    // `ls` has the folder itself open.
    #expect(try text("files") == "0\n1\n2\n3\n")
    let status = try text("status")
    #expect(status.contains("SigBlk:\t0000000000000000\n"))
    // The C library keeps 32 and 33 for itself.
    #expect(status.contains(/SigIgn:\t0000000[01][08]0000000\n/))
  }

  @Test func `one that does not read what it gets has not failed`() throws {
    try deliver("exec 0<&-; exit 0", Samples.incident(text: String(repeating: "x", count: 1 << 20)))
  }

  @Test func `how it failed is told with the end of what it said`() throws {
    #expect(
      throws: ActionError.failed(
        program: "/bin/sh", status: 3, said: "6 / 7 / 8 / 9 / bad \u{FFFD}bytes")
    ) {
      try deliver(
        "for i in 1 2 3 4 5 6 7 8 9; do echo $i >&2; done; printf 'bad \\377\\007bytes' >&2; exit 3"
      )
    }
    #expect(throws: ActionError.killed(program: "/bin/sh", signal: 9, said: "")) {
      try deliver("kill -9 $$")
    }
    #expect(
      throws: ActionError.notStarted(program: "/no/such", reason: "no such file or directory")
    ) {
      try CommandTarget(["/no/such"], environment: [:])
        .deliver(Samples.incident(), within: Allowance())
    }
    #expect(throws: ActionError.noProgram) { try CommandTarget([""], environment: [:]) }
    #expect(throws: ActionError.noProgram) { try CommandTarget([], environment: [:]) }
  }

  @Test func `one that never stops talking is heard to the end, and ended in time`() throws {
    let start = ContinuousClock.now
    let error = #expect(throws: ActionError.self) {
      try deliver("yes 0123456789 >&2", timeout: 0.5)
    }
    guard case .tookTooLong(_, _, let said) = error else {
      Issue.record("\(error.map { "\($0)" } ?? "")")
      return
    }
    #expect(said.hasSuffix("0123456789") && said.count < 200)
    #expect(ContinuousClock.now - start < .seconds(15))
  }

  @Test func `one that hangs is ended with all it started, although they do not want to`() throws {
    let start = ContinuousClock.now
    #expect(throws: ActionError.self) {
      try deliver(
        "trap '' TERM; sh -c 'trap \"\" TERM; echo $$ > '$1'/second; while :; do sleep 1; done' & "
          + "echo $$ > $1/first; while :; do sleep 1; done", timeout: 1)
    }
    #expect(ContinuousClock.now - start < .seconds(20))
    for name in ["first", "second"] {
      let process = try #require(Int32(try text(name).dropLast()))
      // It may be a zombie of the init process for a moment.
      #expect(
        eventually {
          let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
          return status?.contains(") Z ") ?? true
        })
    }
  }

  @Test func `what it leaves behind when it ends does not keep anybody waiting`() throws {
    let start = ContinuousClock.now
    try deliver("sleep 60 & echo $! > $1/process")
    #expect(ContinuousClock.now - start < .seconds(20))
    let process = try #require(Int32(try text("process").dropLast()))
    #expect(kill(process, SIGKILL) == 0)
  }

  @Test func `a station that stops cuts it short`() throws {
    let allowance = Allowance()
    let start = ContinuousClock.now
    allowance.end(by: start + .milliseconds(200))
    #expect(throws: ActionError.cutShort) {
      try deliver("trap '' TERM; while :; do sleep 1; done", timeout: 60, allowance)
    }
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func `none of them is left as a zombie`() throws {
    for script in ["exit 0", "exit 1", "kill -9 $$"] { try? deliver(script) }
    try? deliver("echo $$ > $1/process; exit 1")
    let process = try #require(Int32(try text("process").dropLast()))
    #expect(!FileManager.default.fileExists(atPath: "/proc/\(process)"))
  }
}

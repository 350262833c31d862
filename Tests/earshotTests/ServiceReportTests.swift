import Foundation
import Station
import TestSupport
import Testing

@testable import earshot

/// What a service manager hears of `earshot listen`.
@Suite(.timeLimit(.minutes(2))) struct ServiceReportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a manager is told that it is ready, well and heard, and that it stops`() throws {
    let socket = try NotificationSocket(folder.path("notify"))
    let scene = TestScene.busy(rate: 16_000, seconds: 20, seed: 3)
    try scene.wav().write(to: folder.url.appending(path: "sound.wav"))
    let result = try Program.shell(
      """
      mkfifo pipe
      export NOTIFY_SOCKET='\(socket.name)' WATCHDOG_USEC=60000000
      '\(Program.url.path)' listen --input - --model \(TinyBundle.url.path) --name pond \
        --log live.sqlite < pipe 2> errors & pid=$!
      exec 3> pipe
      cat sound.wav >&3
      until grep -q 'listening to' errors; do sleep 0.1; done
      sleep 1
      kill -TERM $pid
      wait $pid; echo ended $?
      """, in: folder.url)
    #expect(result.output == "ended 0\n")
    var told: [String] = []
    while let message = socket.next() { told.append(message) }
    #expect(told.first == "READY=1")
    #expect(told.last == "STOPPING=1\nSTATUS=What was heard is written into the log")
    #expect(told.filter { $0 == "WATCHDOG=1" }.count == 1, "twice in a minute, and at once")
    #expect(told.contains("STATUS=Heard: pond"))
  }

  @Test func `a status names the inputs by what they do`() {
    #expect(ServiceReport.words(for: [("pond", .listening)]) == "Heard: pond")
    #expect(
      ServiceReport.words(for: [
        ("wood", .waiting), ("pond", .listening), ("field", .paused), ("roof", .silent),
        ("meadow", .listening), ("hill", .opening), ("pipe", .ended),
      ])
        == "Heard: pond, meadow; not heard: wood, hill; silent: roof; paused by the schedule: field; "
        + "ended: pipe")
    #expect(ServiceReport.words(for: [("field", .paused)]) == "Paused by the schedule: field")
  }
}

import Actions
import EventDetection
import Foundation

/// A small station for tests that need a process of their own: one that is killed, one whose files and
/// threads are counted, one with a limit to its files.
@main
struct Announcer {
  static func main() throws {
    let arguments = CommandLine.arguments
    switch arguments.dropFirst().first {
    case "broker": try tellBroker(Array(arguments.dropFirst(2)))
    case "failures": try fail(in: arguments[2])
    case "limited": try writeLimited(to: arguments[2])
    default: exit(2)
    }
  }

  static let raven = Taxon(commonName: "Common raven", scientificName: "Corvus corax")

  static func announcement(_ number: Int) -> Announcement {
    .eventBegan(
      AnnouncedEvent(
        site: "pond", input: "roof", taxon: raven,
        start: LocalInstant(utcMicroseconds: Int64(number)), peakScore: 0.9, meanScore: 0.8,
        windows: 1, model: "m", modelVersion: "1"))
  }

  /// Everything is told.
  static func dispatcher(_ targets: [any ActionTarget]) throws -> Dispatcher {
    let rule = try ActionRule(ActionRule.Conditions(), taxa: [raven])
    return Dispatcher(
      targets.enumerated().map { Action(name: "\($0.offset)", rule: rule, target: $0.element) }
    ) { _ in }
  }

  static func wait(until isDone: () -> Bool) {
    while !isDone() { Thread.sleep(forTimeInterval: 0.002) }
  }

  /// Prints the number of each announcement that the target has taken.
  struct Noting: ActionTarget {
    let target: MQTTTarget

    func deliver(_ announcement: Announcement, within allowance: Allowance) throws(ActionError) {
      try target.deliver(announcement, within: allowance)
      print(announcement.instant.utcMicroseconds)
      fflush(nil)
    }

    func start(_ faults: FaultReporter) { target.start(faults) }
  }

  /// `port store first count`: announces events until it is killed.
  static func tellBroker(_ arguments: [String]) throws {
    let numbers = arguments.compactMap(Int.init)
    var settings = MQTTSettings(
      host: "127.0.0.1", port: numbers[0], topic: "earshot/pond", store: arguments[1])
    settings.pause = 0.05
    settings.longestPause = 0.2
    let dispatcher = try dispatcher([Noting(target: MQTTTarget(settings))])
    for number in numbers[1]..<numbers[1] + numbers[2] {
      dispatcher.announce(announcement(number), at: LocalInstant(utcMicroseconds: 0))
    }
    wait { false }
  }

  /// All kinds of failures, some hundred times. Prints open files and threads before and after.
  static func fail(in folder: String) throws {
    let pipe = folder + "/pipe"
    guard unsafe mkfifo(pipe, 0o600) == 0 else { exit(3) }
    func round(_ count: Int) throws {
      var settings = MQTTSettings(
        host: "127.0.0.1", port: 9, topic: "t", store: folder + "/store")
      settings.pause = 0.001
      settings.longestPause = 0.001
      let dispatcher = try dispatcher([
        CommandTarget(["false"], environment: ["PATH": "/usr/bin:/bin"]),
        CommandTarget(["/no/such"], environment: [:]),
        CommandTarget(["sleep", "60"], environment: ["PATH": "/usr/bin:/bin"], timeout: 0.01),
        WebhookTarget("http://127.0.0.1:9/", pauses: [0]),
        PipeTarget(path: pipe), PipeTarget(path: folder), MQTTTarget(settings),
      ])
      for number in 0..<count {
        dispatcher.announce(announcement(number), at: LocalInstant(utcMicroseconds: 0))
      }
      wait { dispatcher.counts.allSatisfy { $0.counts.failed >= count } }
      dispatcher.stop(within: 5)
    }
    func count(_ folder: String) throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: folder).count
    }
    try round(20)
    let before = (try count("/proc/self/fd"), try count("/proc/self/task"))
    for _ in 0..<5 { try round(60) }
    print(before.0, try count("/proc/self/fd"), before.1, try count("/proc/self/task"))
  }

  /// Appends to a file for which there is room for one line and a half, as on a full disk; then there is
  /// room again.
  static func writeLimited(to path: String) throws {
    signal(SIGXFSZ, SIG_IGN)
    let dispatcher = try dispatcher([PipeTarget(path: path)])
    func tell(_ number: Int) {
      dispatcher.announce(announcement(number), at: LocalInstant(utcMicroseconds: 0))
      wait {
        let counts = dispatcher.counts[0].counts
        return counts.sent + counts.failed == number + 1
      }
    }
    tell(0)
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    var limit = rlimit(rlim_cur: UInt(size + size / 2), rlim_max: .max)
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    tell(1)
    tell(2)
    limit.rlim_cur = .max
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    tell(3)
    dispatcher.stop(within: 5)
    print(dispatcher.counts[0].counts.sent, dispatcher.counts[0].counts.failed)
  }
}

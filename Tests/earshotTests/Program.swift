import Foundation

/// The built program, run as people run it.
struct Program {
  struct Result {
    let status: Int32
    let output: String
    let errors: String
    /// Whether a signal ended it.
    let wasKilled: Bool
  }

  /// It lies beside the tests that were built with it.
  static let url: URL = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: tests).deletingLastPathComponent().appending(path: "earshot")
  }()

  /// Runs it to its end.
  /// - Parameters:
  ///   - folder: The working folder.
  ///   - delay: Seconds after which the process is sent `signal`, if it still runs.
  static func run(
    _ arguments: [String], in folder: URL, killAfter delay: Double? = nil, signal: Int32 = SIGKILL
  ) throws -> Result {
    try launch(url, arguments, in: folder, killAfter: delay, signal: signal)
  }

  /// Runs a script in which `earshot` is the program, for what only a shell can do.
  static func shell(_ script: String, in folder: URL) throws -> Result {
    try launch(
      URL(filePath: "/bin/bash"), ["-c", "earshot() { '\(url.path)' \"$@\"; }; " + script],
      in: folder)
  }

  /// The largest memory of a run of its own, kilobytes: what the system says of children counts those
  /// of every other test.
  static func peakMemory(_ arguments: [String], in folder: URL) throws -> Int {
    let figure = folder.appending(path: "peak")
    let script = """
      '\(url.path)' "$@" >/dev/null 2>&1 &
      pid=$!
      while grep VmHWM /proc/$pid/status > now 2>/dev/null && [ -s now ]; do mv now peak; sleep 0.02; done
      wait $pid
      """
    let result = try launch(
      URL(filePath: "/bin/bash"), ["-c", script, "bash"] + arguments, in: folder)
    guard result.status == 0 else { throw CocoaError(.executableLoad) }
    let text = try String(contentsOf: figure, encoding: .utf8)
    return Int(text.filter(\.isNumber)) ?? 0
  }

  private static func launch(
    _ executable: URL, _ arguments: [String], in folder: URL, killAfter delay: Double? = nil,
    signal: Int32 = SIGKILL
  ) throws -> Result {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    // Files, not pipes: nobody needs to read them while the process runs.
    let name = UUID().uuidString
    let output = folder.appending(path: name + ".out")
    let errors = folder.appending(path: name + ".err")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    if let delay, ended.wait(timeout: .now() + delay) == .timedOut {
      kill(process.processIdentifier, signal)
    }
    process.waitUntilExit()
    defer { for file in [output, errors] { try? FileManager.default.removeItem(at: file) } }
    return Result(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
      wasKilled: process.terminationReason == .uncaughtSignal)
  }
}

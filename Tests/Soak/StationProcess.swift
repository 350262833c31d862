import ArgumentParser
import Foundation

/// The station's process: begun anew whenever it has ended, and killed by its own number.
final class StationProcess {
  private let folder: SoakFolder
  private let program: URL
  private var process: Process?
  private var endsByOrder = false

  init(_ folder: SoakFolder) throws {
    self.folder = folder
    program = URL(
      filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    for path in [folder.acknowledgements, folder.complaints] {
      try Data().write(to: URL(filePath: path))
    }
  }

  /// The plugin that plays sound cards lies beside the program.
  var plugin: String {
    program.deletingLastPathComponent().appending(path: "libSimulatedCard.so").path
  }

  var number: Int32? { process.map(\.processIdentifier) }

  func start() throws {
    let process = Process()
    process.executableURL = program
    process.arguments = ["station", folder.path]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["ALSA_CONFIG_PATH": folder.alsa]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try appending(folder.acknowledgements)
    process.standardError = try appending(folder.complaints)
    try process.run()
    self.process = process
    endsByOrder = false
  }

  private func appending(_ path: String) throws -> FileHandle {
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.seekToEnd()
    return file
  }

  func send(_ signal: Int32) {
    if signal == SIGKILL || signal == SIGTERM { endsByOrder = true }
    if let number { Foundation.kill(number, signal) }
  }

  /// How the process ended.
  enum Ending {
    case asTold
    case logUnavailable
    case unexpected(String)
  }

  /// Looks whether the process has ended, once for each.
  func takeEnding() -> Ending? {
    guard let ended = process, !ended.isRunning else { return nil }
    process = nil
    let status = ended.terminationStatus
    if ended.terminationReason == .exit, status == StationExit.tryAgain.rawValue {
      return .logUnavailable
    }
    if endsByOrder, status == 0 || ended.terminationReason == .uncaughtSignal { return .asTold }
    return .unexpected(
      ended.terminationReason == .exit ? "exit status \(status)" : "signal \(status)")
  }

  /// What the process takes of the machine, as proc(5) tells.
  func sample(at seconds: Double) -> ProcessSample? {
    guard let number,
      let status = try? String(contentsOfFile: "/proc/\(number)/status", encoding: .utf8),
      let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(number)/fd")
    else { return nil }
    func figure(_ key: String) -> Int? {
      status.split(separator: "\n").first { $0.hasPrefix(key + ":") }
        .flatMap { $0.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } }
    }
    guard let memory = figure("RssAnon"), let threads = figure("Threads") else { return nil }
    return ProcessSample(
      at: seconds, process: number, memory: memory * 1024, threads: threads,
      descriptors: descriptors.count)
  }
}

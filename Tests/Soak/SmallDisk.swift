import Foundation

/// A disk so small that it can be filled: memory, mounted where the log lies.
///
/// Without the right to mount, the log lies in an ordinary folder, and its disk is never full.
struct SmallDisk {
  let path: String
  /// Why there is none.
  let refusal: String?

  private var ballast: String { path + "/ballast" }

  /// - Parameter megabytes: What fits.
  init(at path: String, megabytes: Int) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    refusal = try run(
      "mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "tmpfs", path])
  }

  /// Fills it to the last byte.
  func fill() throws {
    let descriptor = unsafe open(ballast, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    for size in [1 << 20, 4096, 1] {
      let bytes = [UInt8](repeating: 0, count: size)
      var written = size
      while written == size { written = unsafe write(descriptor, bytes, size) }
    }
  }

  func clear() { try? FileManager.default.removeItem(atPath: ballast) }

  /// As soon as nobody has a file of it open.
  func unmount() {
    if refusal == nil { _ = try? run("umount", ["--lazy", path]) }
  }
}

/// Runs a program of the system to its end.
/// - Returns: What it complained of, if it failed.
private func run(_ program: String, _ arguments: [String]) throws -> String? {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let complaints = Pipe()
  process.standardError = complaints
  try process.run()
  let text = try complaints.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  guard process.terminationStatus != 0 else { return nil }
  return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
}

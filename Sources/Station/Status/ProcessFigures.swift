import Foundation

/// What this process takes of the machine, as the kernel tells, and whether another is there.
///
/// Source: proc(5).
public enum ProcessFigures {
  /// The machine's name.
  public static var host: String? {
    var bytes = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&bytes, bytes.count - 1) == 0 else { return nil }
    return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether this machine has a process of a number.
  public static func isAlive(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno == EPERM }

  static var memory: StationStatus.MemoryStatus {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    func number(_ key: String) -> Int64 {
      let line = status.split(separator: "\n").first { $0.hasPrefix(key + ":") }
      return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int64($0) } ?? 0
    }
    let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return StationStatus.MemoryStatus(
      residentBytes: number("VmRSS") * 1024, threads: Int(number("Threads")),
      // One of them was opened to count.
      fileDescriptors: max((descriptors?.count ?? 0) - 1, 0))
  }

  /// Of a log with what is beside it.
  static func bytes(ofLog path: String) -> Int64 {
    ["", "-wal"].reduce(0) { sum, suffix in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path + suffix)
      return sum
        + (attributes?[.size] as? Int64 ?? (attributes?[.size] as? Int).map(Int64.init) ?? 0)
    }
  }
}

import Configuration
import Foundation
import SystemFiles

extension StationConfiguration {
  /// What cannot work on this machine as it is now. A station begins all the same, for disks come late; who
  /// asks before it does wants to know.
  func checkDisk() throws(ConfigurationError) {
    let files: [(key: String, path: String?, origin: Origin)] = [
      (log.key, log.value, log.origin),
      (status.file.key, status.file.value, status.file.origin),
      (status.prometheus.key, status.prometheus.value, status.prometheus.origin),
    ]
    var problems = files.compactMap { file in
      file.path.flatMap { missingFolder(of: $0) }.map { (file.key, $0, file.origin) }
    }
    if let folder = clips?.folder, let reason = reasonAgainst(folder: folder.value) {
      problems.append((folder.key, reason, folder.origin))
    }
    for action in actions {
      let target = action.target
      let reason: String? =
        switch target.value {
        case .command(let words): words.first.flatMap(reasonAgainst(program:))
        case .pipe(let path): missingFolder(of: path)
        case .webhook, .mqtt: nil
        }
      if let reason { problems.append((target.key, reason, target.origin)) }
    }
    guard problems.isEmpty else {
      throw .invalid(
        problems.map {
          ConfigurationProblem(kind: .conflict(key: $0.0, reason: $0.1), origin: $0.2)
        })
    }
  }

  private func missingFolder(of file: String) -> String? {
    let folder = folder(of: file)
    return isFolder(folder) ? nil : "is \(file), and there is no folder \(folder)"
  }

  private func reasonAgainst(folder path: String) -> String? {
    if isFolder(path) {
      return isWritable(path) ? nil : "is \(path), in which nothing may be written"
    }
    if exists(path) { return "is \(path), which is no folder" }
    if let reason = missingFolder(of: path) { return reason }
    let parent = folder(of: path)
    return isWritable(parent)
      ? nil : "is \(path), which cannot be made: in \(parent) nothing may be written"
  }

  private func reasonAgainst(program: String) -> String? {
    guard !program.contains("/") else {
      if isFolder(program) { return "runs \(program), which is a folder" }
      guard exists(program) else { return "runs \(program), and there is no such program" }
      return isExecutable(program) ? nil : "runs \(program), which is not executable"
    }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/bin:/usr/bin")
      .split(separator: ":")
    let isFound = folders.contains { folder in
      let path = "\(folder)/\(program)"
      return isExecutable(path) && !isFolder(path)
    }
    return isFound ? nil : "runs \(program), and no folder of PATH has such a program"
  }

  private func folder(of path: String) -> String {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    return path.hasPrefix("/") && folder.isEmpty ? "/" : folder.isEmpty ? "." : folder
  }
}

import Foundation
import SpeciesClassifier
import SystemFiles

/// Where model bundles lie, and which one is meant.
///
/// Bundles are looked for in the folders of `EARSHOT_MODELS` (separated by colons), in `Models` of
/// the working folder, in `Models` of the folders above the program (a checkout), and in
/// `share/earshot/Models` beside them (an installation).
enum ModelLocation {
  /// The bundle that comes with earshot.
  static let defaultName = "earshot-animals"

  /// Folders that hold bundles, the first to be searched first.
  static var folders: [URL] {
    var folders: [URL] = []
    if let named = ProcessInfo.processInfo.environment["EARSHOT_MODELS"] {
      folders += named.split(separator: ":").map { URL(filePath: String($0)) }
    }
    folders.append(URL(filePath: "Models"))
    var above = programFolder
    for _ in 0..<4 {
      folders.append(above.appending(path: "Models"))
      folders.append(above.appending(path: "share/earshot/Models"))
      above.deleteLastPathComponent()
    }
    var seen: Set<String> = []
    return folders.filter { folder in
      seen.insert(folder.resolvingSymlinksInPath().path).inserted && isFolder(folder.path)
    }
  }

  /// ``folders``, for a message.
  static var places: String {
    let paths = folders.map(\.relativePath)
    return paths.isEmpty ? "any folder of models" : paths.joined(separator: ", ")
  }

  /// Every bundle's folder, by name; of two with one name the one that is found first.
  static var bundles: [URL] {
    var found: [String: URL] = [:]
    for folder in folders {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      for name in names where found[name] == nil {
        let bundle = folder.appending(path: name)
        if isBundle(bundle) { found[name] = bundle }
      }
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  /// - Parameter name: The path of a bundle, or the name of one in ``folders``; `nil` for the one
  ///   that comes with earshot.
  static func bundle(named name: String?) throws -> ModelBundle {
    if let name, name.contains("/") || isFolder(name) {
      return try ModelBundle(path: name)
    }
    let wanted = name ?? defaultName
    for folder in folders {
      let bundle = folder.appending(path: wanted)
      if isBundle(bundle) { return try ModelBundle(path: bundle.relativePath) }
    }
    throw UsageError(
      "there is no model \"\(wanted)\" in \(places). "
        + "Give the path of a bundle with --model, or set EARSHOT_MODELS to the folder of models.")
  }

  private static var programFolder: URL {
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    return URL(filePath: program ?? CommandLine.arguments[0]).deletingLastPathComponent()
  }

  private static func isBundle(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "bundle.json").path)
  }
}

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
    var folders = namedFolders.map { URL(filePath: $0) }
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

  /// The folders that the user names.
  private static var namedFolders: [String] {
    let list = ProcessInfo.processInfo.environment["EARSHOT_MODELS"] ?? ""
    return list.split(separator: ":").map(String.init)
  }

  /// A folder that is not there must not be passed over in silence for another.
  static func requireNamedFolders() throws {
    guard let missing = namedFolders.first(where: { !isFolder($0) }) else { return }
    throw UsageError(
      "EARSHOT_MODELS names \(missing), and there is no such folder. Separate folders by colons.")
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
    let wanted = name ?? defaultName
    if name != nil, isFolder(wanted) { return try ModelBundle(path: wanted) }
    let isPath = wanted.contains("/")
    for folder in isPath ? [] : folders {
      let bundle = folder.appending(path: wanted)
      if isBundle(bundle) { return try ModelBundle(path: bundle.relativePath) }
    }
    switch ModelFileKind(path: wanted) {
    case .network:
      throw UsageError("\(wanted): is a .tflite network, not a model bundle (a folder).")
    case .checkpoint:
      throw UsageError(
        "\(wanted): is a checkpoint: a network's weights, not a model bundle (a folder).")
    case .neither:
      throw UsageError("\(wanted): is not a model bundle (a folder).")
    case nil where isPath:
      return try ModelBundle(path: wanted)
    case nil:
      throw UsageError(
        "there is no model \"\(wanted)\" in \(places). Give the path of a bundle, or set "
          + "EARSHOT_MODELS to the folder of models.")
    }
  }

  private static var programFolder: URL {
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    return URL(filePath: program ?? CommandLine.arguments[0]).deletingLastPathComponent()
  }

  private static func isBundle(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "bundle.json").path)
  }
}

import Foundation
import QuantizedInference
import SpeciesClassifier

extension ModelLocation {
  static let networkHelp = "A .tflite file, or the path or name of a model bundle."

  /// A network, whatever it is for.
  ///
  /// - Parameter name: As ``networkPath(named:)`` takes it.
  static func network(
    named name: String, strategy: MemoryStrategy = .layers
  ) throws -> Model {
    try model(contentsOf: networkPath(named: name), strategy: strategy)
  }

  /// Where a network's file is.
  ///
  /// - Parameter name: The path of a `.tflite` file, the path of a bundle, or the name of either in
  ///   ``folders``.
  /// - Throws: What is wrong with the bundle.
  static func networkPath(named name: String) throws -> String {
    if name.lowercased().hasSuffix(".tflite") { return name }
    if !name.contains("/"), !name.isEmpty, !FileManager.default.fileExists(atPath: name) {
      for folder in folders {
        let inFolder = folder.appending(path: name)
        if FileManager.default.fileExists(atPath: inFolder.path) { break }
        let file = inFolder.appendingPathExtension("tflite")
        if FileManager.default.fileExists(atPath: file.path) { return file.relativePath }
      }
    }
    let path = try bundle(named: name).path
    return URL(filePath: path).appending(path: ModelBundle.modelName).relativePath
  }

  /// The network in a file, with errors that name the file.
  static func model(
    contentsOf path: String, arithmetic: Arithmetic = .liteRT, strategy: MemoryStrategy = .layers
  ) throws -> Model {
    do {
      return try Model(contentsOf: path, arithmetic: arithmetic, strategy: strategy)
    } catch {
      throw named(error, path)
    }
  }

  /// The error with the path in it, if it has none.
  static func named(_ error: ModelError, _ path: String) -> any Error {
    switch error {
    case .unreadable, .unreadableWeights, .unfitWeights: error
    default: UsageError("\(path): \(error)")
    }
  }
}

import Foundation
import QuantizedInference
import SpeciesClassifier

extension ModelLocation {
  static let networkHelp = "A .tflite file, or the path or name of a model bundle."

  /// A network, whatever it is for.
  ///
  /// - Parameter name: The path of a `.tflite` file, the path of a bundle, or the name of either in
  ///   ``folders``.
  static func network(
    named name: String, strategy: MemoryStrategy = .layers
  ) throws -> Model {
    if name.lowercased().hasSuffix(".tflite") {
      return try model(contentsOf: name, strategy: strategy)
    }
    if !name.contains("/"), !name.isEmpty, !FileManager.default.fileExists(atPath: name) {
      for folder in folders {
        let inFolder = folder.appending(path: name)
        if FileManager.default.fileExists(atPath: inFolder.path) { break }
        let file = inFolder.appendingPathExtension("tflite")
        if FileManager.default.fileExists(atPath: file.path) {
          return try model(contentsOf: file.relativePath, strategy: strategy)
        }
      }
    }
    let bundle = try bundle(named: name)
    guard strategy != bundle.model.strategy else { return bundle.model }
    return try model(
      contentsOf: URL(filePath: bundle.path).appending(path: ModelBundle.modelName).path,
      strategy: strategy)
  }

  /// The network in a file, with errors that name the file.
  static func model(
    contentsOf path: String, arithmetic: Arithmetic = .liteRT, strategy: MemoryStrategy = .layers
  ) throws -> Model {
    do {
      return try Model(contentsOf: path, arithmetic: arithmetic, strategy: strategy)
    } catch ModelError.unreadable(let path, let reason) {
      throw ModelError.unreadable(path: path, reason: reason)
    } catch {
      throw UsageError("\(path): \(error)")
    }
  }
}

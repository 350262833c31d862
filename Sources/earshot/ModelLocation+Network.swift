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
    } catch {
      throw named(error, path)
    }
  }

  /// The network in a file, to be computed in single precision.
  /// - Parameter weights: A checkpoint (.npz) whose weights take the place of the file's.
  static func floatModel(contentsOf path: String, weights: String?) throws -> FloatModel {
    do {
      return try FloatModel(contentsOf: path, weights: weights)
    } catch {
      throw named(error, path)
    }
  }

  /// The error with the path in it, if it has none.
  private static func named(_ error: ModelError, _ path: String) -> any Error {
    switch error {
    case .unreadable, .unreadableWeights, .unfitWeights: error
    default: UsageError("\(path): \(error)")
    }
  }
}

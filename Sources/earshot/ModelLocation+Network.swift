import Foundation
import ImageValidation
import QuantizedInference
import SpeciesClassifier

extension ModelLocation {
  static let networkHelp = "A .tflite file, or the path or name of a model bundle."

  /// Where a network's file is.
  ///
  /// - Parameter name: The path of a `.tflite` file, the path of a bundle, or the name of either in
  ///   ``folders``.
  /// - Throws: What is wrong with the bundle.
  static func networkPath(named name: String) throws -> String {
    if name.lowercased().hasSuffix(".tflite") { return name }
    switch ModelFileKind(path: name) {
    case .network:
      return name
    case .checkpoint:
      throw UsageError("\(name): is a checkpoint: a network's weights, not a network (.tflite).")
    case .neither:
      throw UsageError("\(name): is neither a .tflite file nor a model bundle.")
    case nil: break
    }
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

  /// The network in a file, in its own integers, with errors that name the file.
  /// - Parameter floatAdvice: What follows if it is told that the file is of float32.
  static func model(
    contentsOf path: String, arithmetic: Arithmetic = .liteRT, strategy: MemoryStrategy = .layers,
    floatAdvice: String = "; this command knows int8 only."
  ) throws -> Model {
    do {
      return try Model(contentsOf: path, arithmetic: arithmetic, strategy: strategy)
    } catch {
      if case .unsupported = error, isOfFloats(path) {
        throw UsageError("\(path): is a float32 model\(floatAdvice)")
      }
      throw named(error, path)
    }
  }

  /// Whether a file holds a network without integers: one whose ends alone are real quantizes between.
  private static func isOfFloats(_ path: String) -> Bool {
    guard let model = try? FloatModel(contentsOf: path) else { return false }
    return (model.storedInputs + model.storedOutputs).allSatisfy { $0.elementType == .float32 }
      && !model.operators.contains { ["QUANTIZE", "DEQUANTIZE"].contains($0.name) }
  }

  /// What is made of a file's network to look at images, with errors that name the file.
  static func images<Use>(
    of path: String, _ make: () throws(ImageValidationError) -> Use
  ) throws -> Use {
    do {
      return try make()
    } catch .unfitNetwork(let reason) {
      throw UsageError("\(path): the network cannot be used here: \(reason).")
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

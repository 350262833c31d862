public import QuantizedInference
public import SpeciesClassifier

/// A bundle, and the same network in float32.
public struct JudgedBundle: Sendable {
  /// Its integers are judged, and its front end, classes and calibration count in float32 too.
  public let bundle: ModelBundle
  /// `nil` if it is not judged in float32.
  let float: FloatModel?
  let formats: [NumberFormat]

  /// - Parameters:
  ///   - weights: As they were trained; `nil` for what the file's integers stand for.
  ///   - formats: At least one.
  /// - Throws: ``ModelError`` for weights that do not fit.
  public init(
    _ bundle: ModelBundle, weights: Checkpoint?, formats: [NumberFormat]
  ) throws(ModelError) {
    precondition(!formats.isEmpty, "a format at least")
    self.bundle = bundle
    self.formats = formats
    float =
      formats.contains(.fp32)
      ? try FloatModel(contentsOf: bundle.path + "/" + ModelBundle.modelName, weights: weights)
      : nil
  }
}

/// What is judged under one name: a bundle, or a bundle for each fold of a cross-validation, each of which
/// has not seen the clips of its fold.
public struct JudgedModel: Sendable {
  /// The fold's place in a name: `cv/fold-{fold}`.
  public static let foldMark = "{fold}"

  /// As a report calls it; with ``foldMark`` where each fold has a bundle.
  public let name: String
  /// By fold; of the key "" for all.
  private let bundles: [String: JudgedBundle]
  /// Any of them: their classes are the same.
  public let first: JudgedBundle

  /// - Parameters:
  ///   - name: With ``foldMark``, a bundle is loaded for each of `folds`.
  ///   - load: Given the fold, "" for all.
  /// - Throws: ``AudioValidationError/otherClasses(model:other:)``, ``AudioValidationError/nothingToJudge(path:)``
  ///   for a name with ``foldMark`` without folds, and what `load` throws.
  public init(
    name: String, folds: [String], load: (_ fold: String) throws -> JudgedBundle
  ) throws {
    self.name = name
    var bundles: [String: JudgedBundle] = [:]
    let keys = name.contains(Self.foldMark) ? folds.sorted() : [""]
    var first: JudgedBundle?
    for key in keys {
      let judged = try load(key)
      if let first, !first.hasClasses(of: judged) {
        throw AudioValidationError.otherClasses(
          model: first.bundle.path, other: judged.bundle.path)
      }
      first = first ?? judged
      bundles[key] = judged
    }
    guard let first else { throw AudioValidationError.nothingToJudge(path: name) }
    self.first = first
    self.bundles = bundles
  }

  /// Whether each clip has a bundle of its fold.
  public var isCrossValidated: Bool { bundles[""] == nil }

  /// - Throws: ``AudioValidationError/noFold(clip:)``.
  func bundle(fold: String?, of clip: String) throws(AudioValidationError) -> JudgedBundle {
    if let all = bundles[""] { return all }
    guard let fold, let bundle = bundles[fold] else { throw .noFold(clip: clip) }
    return bundle
  }
}

extension JudgedBundle {
  /// Whether another's outputs mean the same.
  func hasClasses(of other: JudgedBundle) -> Bool {
    bundle.classes.map(\.taxon) == other.bundle.classes.map(\.taxon)
  }
}

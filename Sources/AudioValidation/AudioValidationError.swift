/// Why a model could not be judged: what, where, and what to do.
public enum AudioValidationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A model for each fold is asked for, and a clip has none.
  case noFold(clip: String)
  /// Two of the models know other classes, or in another order.
  case otherClasses(model: String, other: String)
  /// No clip has a label that the model knows.
  case nothingKnown(labels: [String], classes: [String])
  /// No clip and no recording is left.
  case nothingToJudge(path: String)
  /// A file of which no sound can be decoded, for damage at its beginning.
  case damaged(path: String, reason: String)

  public var description: String {
    switch self {
    case .noFold(let clip):
      "\(clip): has no fold, and {fold} in the model's name is the clip's. Give a listing with a column "
        + "fold, or one model for all."
    case .otherClasses(let model, let other):
      "\(other): knows other classes than \(model), or in another order. Judge them one at a time."
    case .nothingKnown(let labels, let classes):
      "no label is a class of the model. Labels: \(Self.list(labels)). Classes: \(Self.list(classes)). "
        + "Say which is which with --class LABEL=CLASS."
    case .nothingToJudge(let path):
      "\(path): there is nothing left to judge."
    case .damaged(let path, let reason):
      "\(path): nothing of it can be decoded: \(reason). Copy the file again, or leave it out."
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).joined(separator: ", ")
    return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
  }
}

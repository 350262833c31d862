public import Pictures
public import SpeciesClassifier

/// Why no model can be trained.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// No class has enough clips.
  case noClasses(path: String, found: [String])
  /// The labels are those of a truth of events, not of clips.
  case notClips(path: String)
  /// A fold of the listing for which there is no network.
  case fold(name: String)
  /// A network for a fold that hears otherwise than the one that is trained on.
  case foldFrontEnd(path: String)
  /// Networks for folds, where clips have none, or all the same; or where some have one, and this clip has not.
  case noFolds(path: String, clip: String?)
  /// The bundle was written, and does not load.
  case bundle(BundleError)
  /// The card's plots cannot be drawn.
  case plots(PictureError)
  /// The bundle could not be written.
  case unwritable(path: String, reason: String)
  /// Something stands where the bundle is to be.
  case alreadyThere(path: String)

  public var description: String {
    switch self {
    case .noClasses(let path, let found):
      found.isEmpty
        ? "\(path): no species to train. Give a folder of clips for each species."
        : "\(path): none of \(found.joined(separator: ", ")) has the "
          + "\(TrainingSettings.fewestClips) clips that a class needs at least. Add clips."
    case .notClips(let path):
      "\(path): tells of events in recordings, and clips are needed: a folder for each species, or a "
        + "listing with start and end of each clip."
    case .fold(let name):
      "there is no network for fold \(name). Give one for each fold, of the background's clips too."
    case .foldFrontEnd(let path):
      "\(path): hears otherwise than the backbone: its front end is another. Give networks of one front end."
    case .noFolds(let path, .none):
      "\(path): its clips have no folds, or all the same, so {fold} has no meaning. Give a listing with a column "
        + "fold."
    case .noFolds(let path, .some(let clip)):
      "\(path): \(clip) has no fold, and other clips have. So that {fold} has a meaning, give each clip one."
    case .bundle(let error): error.description
    case .plots(let error): error.description
    case .unwritable(let path, let reason):
      "\(path): cannot be written: \(reason)."
    case .alreadyThere(let path):
      "\(path): is there already. Give another name, or remove it; --replace takes the place of a model alone."
    }
  }
}

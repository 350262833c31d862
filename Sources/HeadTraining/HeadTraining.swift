public import Embeddings
import EventDetection
public import LabelledSound
import ModelWriting
import QuantizedInference
import SpeciesClassifier

/// Trains a head on labelled clips, and judges it by clips that it has not seen.
///
/// ```swift
/// let set = try LabelledSet(path: "Clips")
/// let training = HeadTraining(set, backbone: try Embedder(ModelBundle(path: "Models/earshot-animals")))
/// let trained = try training.run { print($0) }
/// try trained.write(to: "Models/mine")
/// ```
///
/// The backbone stays as it is: every window of every clip, and of noisy copies of it, is embedded, and a small
/// head is fitted to the embeddings. So minutes of sound and a minute of time are enough, and the new model costs
/// what the old one costs.
///
/// The same clips and settings give the same bundle, byte for byte, with any number of threads.
public struct HeadTraining: Sendable {
  /// Clips of the species that are to be told apart, and of what is none of them.
  public let set: LabelledSet
  /// Clips that are background whatever they are called.
  public var backgrounds: LabelledSet?
  /// Whose front end, backbone and licence the new model has.
  public let backbone: Embedder
  /// For each fold of the listing, and of the backgrounds', a network that has not seen its clips, if the backbone
  /// has.
  public var foldBackbones: [String: Embedder] = [:]
  /// Looked at when it is run.
  public var settings: TrainingSettings

  /// Nothing is trained yet.
  public init(
    _ set: LabelledSet, backbone: Embedder, settings: TrainingSettings = TrainingSettings()
  ) {
    self.set = set
    self.backbone = backbone
    self.settings = settings
  }

  /// How far a training is.
  public enum Progress: Sendable, Hashable {
    /// Clips, and how often all of them are embedded.
    case embedding(done: Int, of: Int)
    /// Folds of the cross-validation that are judged, and how many there are.
    case judging(fold: Int, of: Int)
    /// The head of the bundle is fitted, to all clips.
    case fitting
  }

  /// - Parameter tell: Called on this thread.
  /// - Throws: ``TrainingError``; what reading or running a network throws.
  public func run(tell: (Progress) -> Void = { _ in }) throws -> TrainedHead {
    let plan = try TrainingPlan(set, backgrounds: backgrounds, settings: settings)
    try checkFolds(of: plan)
    var notes = plan.notes
    let passes = 1 + foldBackbones.count
    var pass = 0
    func embedded(by embedder: Embedder) throws -> TrainingData {
      let outcomes = try ClipEmbedding(plan, embedder, settings).run { done in
        tell(.embedding(done: pass * plan.clips.count + done, of: passes * plan.clips.count))
      }
      pass += 1
      if pass == 1 { notes += outcomes.flatMap(\.notes) }
      let embedding = embedder.backbone.embedding
      return TrainingData(
        plan: plan, clips: outcomes.map(\.clip), columns: embedder.valueCount,
        scale: embedding.scale, zeroPoint: embedding.zeroPoint)
    }
    let data = try embedded(by: backbone)
    let validation = try CrossValidation(plan, settings: settings) { fold in
      try foldBackbones[plan.foldNames[fold]].map(embedded) ?? data
    } tell: {
      tell(.judging(fold: $0, of: plan.foldNames.count))
    }
    let judgement = HeadJudgement(validation, plan, settings: settings)
    tell(.fitting)
    let fitted = try FittedHead(data, clips: Array(plan.clips.indices), settings: settings)
    return TrainedHead(
      training: self, judgement: judgement, head: fitted.head, strength: fitted.strength,
      foldNames: plan.foldNames, hasListedFolds: plan.hasListedFolds,
      hasGeneratedNoise: plan.hasGeneratedNoise,
      windowCount: data.clips.reduce(0) { $0 + ($1?.windows.count ?? 0) },
      notes: TrainingNote.ranked(notes + judgement.notes))
  }

  /// Each fold has its network, of the backbone's front end, or none has.
  private func checkFolds(of plan: TrainingPlan) throws(TrainingError) {
    guard !foldBackbones.isEmpty else { return }
    guard plan.hasListedFolds else {
      throw .noFolds(path: set.path, clip: plan.clipWithoutFold)
    }
    for name in plan.foldNames {
      guard let embedder = foldBackbones[name] else { throw .fold(name: name) }
      guard embedder.bundle.manifest.frontEnd == backbone.bundle.manifest.frontEnd else {
        throw .foldFrontEnd(path: embedder.bundle.path)
      }
    }
  }
}

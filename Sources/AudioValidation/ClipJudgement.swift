public import AudioIO
public import LabelledSound
public import SoundDegradation
import SpeciesClassifier
import Threading

/// Models on labelled clips: the scores of every clip, under every condition, by every model.
///
/// Several clips are worked on at the same time; what comes out does not depend on how many.
public struct ClipJudgement: Sendable {
  /// How clips are heard.
  public struct Settings: Sendable {
    /// How the scores of a clip's windows become one.
    public var pooling: Pooling
    /// Seconds that neighbouring windows share; the bundle's own if `nil`.
    public var overlap: Double?
    /// The channel of the clips.
    public var stream: ChannelStream
    /// Cuts digital silence before and behind the sound.
    public var isTrimmed: Bool
    /// Threads.
    public var jobs: Int
    /// Of what is drawn for degradations.
    public var seed: UInt64
    /// What ``Degradation/background(decibels:)`` mixes in.
    public var backgrounds: [Degrader.Background]

    /// Nothing is checked here.
    public init(
      pooling: Pooling = .mean, overlap: Double? = nil, stream: ChannelStream = .channel(0),
      isTrimmed: Bool = false, jobs: Int = 1, seed: UInt64 = 1,
      backgrounds: [Degrader.Background] = []
    ) {
      self.pooling = pooling
      self.overlap = overlap
      self.stream = stream
      self.isTrimmed = isTrimmed
      self.jobs = jobs
      self.seed = seed
      self.backgrounds = backgrounds
    }
  }

  /// The scores of one clip by one model.
  public struct Scores: Sendable {
    /// How many the clip has.
    public var windows: Int
    /// By format, one a class.
    public var scores: [NumberFormat: [Double]]
    /// The thresholds of the bundle that judged it, one a class.
    public var thresholds: [Double]
  }

  /// All scores.
  public struct Outcome: Sendable {
    /// Shape `[conditions][models][clips]`; `nil` for a clip that could not be read, or not be made worse, and
    /// under a condition for all models but the first.
    public internal(set) var scores: [[[Scores?]]]
    /// Clips that could not be judged, and why.
    public internal(set) var failures: [(clip: String, reason: String)] = []
    /// Clips that break off or are damaged, and were judged by what is left.
    public internal(set) var damaged: [String] = []
    /// Of each condition, why it could not be had.
    public internal(set) var refusals: [DegradationError?]
  }

  /// At least one, and all of the same classes.
  public let models: [JudgedModel]
  /// Those of ``Outcome/scores``, in their order.
  public let clips: [LabelledClip]
  /// How the clips are heard.
  public let settings: Settings

  /// - Throws: ``AudioValidationError/noFold(clip:)`` and ``AudioValidationError/otherClasses(model:other:)``,
  ///   before any work is done.
  public init(
    models: [JudgedModel], clips: [LabelledClip], settings: Settings
  ) throws(AudioValidationError) {
    precondition(!models.isEmpty, "a model at least")
    for model in models.dropFirst() where !models[0].first.hasClasses(of: model.first) {
      throw .otherClasses(model: models[0].name, other: model.name)
    }
    for model in models {
      for clip in clips { _ = try model.bundle(fold: clip.fold, of: clip.path) }
    }
    self.models = models
    self.clips = clips
    self.settings = settings
  }

  /// - Parameters:
  ///   - conditions: What is done to each clip; `nil` for nothing. Whatever is done, the first model alone
  ///     judges it.
  ///   - stop: Asked before each clip, on any thread.
  ///   - tell: On this thread, for each clip in its turn: its name, and what was wrong with it.
  /// - Throws: For a step that a bundle cannot have, or no memory for a network.
  public func run(
    conditions: [Degradation?] = [nil], stop: @escaping @Sendable () -> Bool = { false },
    tell: (_ clip: String, _ problem: String?) -> Void = { _, _ in }
  ) throws -> Outcome {
    let none = [Scores?](repeating: nil, count: clips.count)
    var outcome = Outcome(
      scores: conditions.map { _ in models.map { _ in none } },
      refusals: conditions.map { _ in nil })
    // A step that is impossible is told before any thread begins.
    for model in models { _ = try step(of: model.first.bundle) }
    let work = ParallelWork(items: clips, jobs: settings.jobs) { [self] in
      let worker = ClipWorker(self)
      return { clip in worker.judge(clip, conditions: conditions) }
    }
    try work.runInOrder(stop: stop) { position, judged in
      switch judged {
      case .success(let judged):
        for (condition, scores) in judged.results.enumerated() {
          switch scores {
          case .success(let byModel):
            for (model, scores) in byModel.enumerated() {
              outcome.scores[condition][model][position] = scores
            }
          case .failure(let error):
            outcome.refusals[condition] = outcome.refusals[condition] ?? error
          }
        }
        if judged.lost != nil { outcome.damaged.append(clips[position].name) }
        tell(clips[position].name, judged.lost?.description)
      case .failure(let failure):
        outcome.failures.append((clips[position].name, failure.reason))
        tell(clips[position].name, failure.reason)
      }
    }
    return outcome
  }

  /// In samples at the model's rate.
  func step(of bundle: ModelBundle) throws(BundleError) -> Int {
    guard let overlap = settings.overlap else { return bundle.defaultStep }
    return try bundle.step(overlap: overlap)
  }
}

/// Why a clip has no scores.
struct ClipFailure: Error {
  let reason: String
}

/// Judges clips on one thread.
private final class ClipWorker {
  private let judgement: ClipJudgement
  private var degrader: Degrader
  /// By model, then by the bundle's path.
  private var scorers: [[String: ScorerBox]]

  init(_ judgement: ClipJudgement) {
    self.judgement = judgement
    degrader = Degrader(
      seed: judgement.settings.seed, backgrounds: judgement.settings.backgrounds)
    scorers = judgement.models.map { _ in [:] }
  }

  struct Judged: Sendable {
    /// By condition, then by model.
    var results: [Result<[ClipJudgement.Scores], DegradationError>] = []
    let lost: LostSound?
  }

  func judge(_ clip: LabelledClip, conditions: [Degradation?]) -> Result<Judged, ClipFailure> {
    do {
      var sound = try ClipSound(clip, judgement.settings.stream)
      if judgement.settings.isTrimmed { sound.trim() }
      var judged = Judged(lost: sound.lost)
      for condition in conditions {
        var heard = sound
        do throws(DegradationError) {
          if let condition {
            heard.samples = try degrader.apply(
              condition, to: sound.samples, sampleRate: sound.sampleRate, name: clip.name)
          }
        } catch {
          judged.results.append(.failure(error))
          continue
        }
        let models = condition == nil ? judgement.models.indices : 0..<1
        judged.results.append(.success(try scores(of: heard, clip, by: models)))
      }
      return .success(judged)
    } catch {
      return .failure(ClipFailure(reason: "\(error)"))
    }
  }

  private func scores(
    of sound: ClipSound, _ clip: LabelledClip, by models: Range<Int>
  ) throws -> [ClipJudgement.Scores] {
    try models.map { index in
      let judged = try judgement.models[index].bundle(fold: clip.fold, of: clip.path)
      let bundle = judged.bundle
      let scorer: ScorerBox
      if let known = scorers[index][bundle.path] {
        scorer = known
      } else {
        scorer = ScorerBox(try WindowScorer(judged, step: try judgement.step(of: bundle)))
        scorers[index][bundle.path] = scorer
      }
      let logits = try scorer.scorer.logits(of: sound)
      var scores: [NumberFormat: [Double]] = [:]
      for format in judged.formats {
        scores[format] = logits.scores(format, of: bundle, pooling: judgement.settings.pooling)
      }
      return ClipJudgement.Scores(
        windows: logits.windows, scores: scores,
        thresholds: bundle.classes.map { Double($0.threshold) })
    }
  }
}

/// A scorer among others: a value that cannot be copied cannot be in a dictionary.
private final class ScorerBox {
  var scorer: WindowScorer

  init(_ scorer: consuming WindowScorer) { self.scorer = scorer }
}

import AudioFeatures
import AudioIO
import Embeddings
import LabelledSound
import SpeciesClassifier
import Threading

/// Embeds the clips of a plan, with their noisy copies.
///
/// Noise is taken from backgrounds of the clip's own fold: what judges a head has never been heard by it, not
/// even under something else.
struct ClipEmbedding: Sendable {
  let plan: TrainingPlan
  let embedder: Embedder
  let settings: TrainingSettings
  private let backgrounds: BackgroundSounds

  init(_ plan: TrainingPlan, _ embedder: Embedder, _ settings: TrainingSettings) {
    self.plan = plan
    self.embedder = embedder
    self.settings = settings
    backgrounds = BackgroundSounds(
      plan, settings, rate: embedder.bundle.manifest.frontEnd.sampleRate)
  }

  /// Samples from one window of a clip to the next: half a window.
  static func step(_ bundle: ModelBundle) -> Int {
    let hop = bundle.manifest.frontEnd.hop
    return max(bundle.windowLength / hop / 2, 1) * hop
  }

  struct Outcome: Sendable {
    /// Nil for a clip that teaches nothing.
    var clip: EmbeddedClip?
    /// See `LabelledClip.Content`; nil for generated noise, and for a clip without sound.
    var soundDigest: String?
    var notes: [TrainingNote] = []
  }

  /// - Parameters:
  ///   - tell: Given the number of clips that are done.
  /// - Returns: For each clip of the plan.
  /// - Throws: `EmbeddingError`.
  func run(tell: (Int) -> Void) throws -> [Outcome] {
    var outcomes: [Outcome] = []
    let work = ParallelWork<TrainingPlan.Clip, Outcome>(items: plan.clips, jobs: settings.jobs) {
      let windows = try WindowEmbedder(embedder)
      return { embedded($0, with: windows) }
    }
    try work.runInOrder { place, outcome in
      outcomes.append(outcome)
      tell(place + 1)
    }
    leaveOutRepetitions(&outcomes)
    return outcomes
  }

  /// Of a sound that lies in files of other bytes, as WAV and as FLAC, one clip is used; of one that is labelled
  /// in two ways, none. Files of the same bytes are known before anything is decoded.
  private func leaveOutRepetitions(_ outcomes: inout [Outcome]) {
    let sounds = zip(plan.clips, outcomes).map { clip, outcome -> LabelledClip? in
      guard var sound = clip.source, let digest = outcome.soundDigest else { return nil }
      sound.digest = digest
      return sound
    }
    let repetitions = RepeatedContent.find(in: sounds.compactMap { $0 })
    var taken = Set(repetitions.filter(\.isContradictory).map(\.content))
    for (place, sound) in sounds.enumerated() {
      guard let sound, !taken.insert(sound.content).inserted else { continue }
      outcomes[place].clip = nil
    }
    for repetition in repetitions {
      guard let first = sounds.firstIndex(where: { $0?.content == repetition.content }) else {
        continue
      }
      outcomes[first].notes.append(.repeated(repetition))
    }
  }

  private func embedded(_ clip: TrainingPlan.Clip, with embedder: WindowEmbedder) -> Outcome {
    let bundle = embedder.embedder.bundle
    let rate = bundle.manifest.frontEnd.sampleRate
    var outcome = Outcome()
    do {
      let sound: ClipSound
      if let source = clip.source {
        sound = try ClipSound(
          source, stream: settings.stream, rate: rate, least: bundle.windowLength)
        if sound.isIncomplete {
          outcome.notes.append(.damaged(clip: clip.name, lostSeconds: sound.lostSeconds))
        }
        guard !sound.isSilent else {
          outcome.notes.append(.silent(clip: clip.name))
          return outcome
        }
        if 2 * sound.soundCount < bundle.windowLength {
          outcome.notes.append(
            .short(clip: clip.name, seconds: Double(sound.soundCount) / Double(rate)))
        }
        outcome.soundDigest = LabelledClip.Content.digest(of: sound.samples)
        if sound.overdrivenShare > 0.01 {
          outcome.notes.append(.overdriven(clip: clip.name, share: sound.overdrivenShare))
        }
      } else {
        sound = ClipSound(
          GeneratedNoise.clip(seed: settings.seed, name: clip.name, rate: rate, seconds: 5),
          least: bundle.windowLength)
      }
      outcome.clip = try embedded(clip, sound, with: embedder)
    } catch {
      outcome.notes.append(.unreadable("\(error)"))
    }
    return outcome
  }

  private func embedded(
    _ clip: TrainingPlan.Clip, _ sound: ClipSound, with embedder: WindowEmbedder
  ) throws -> EmbeddedClip {
    let bundle = embedder.embedder.bundle
    let rate = bundle.manifest.frontEnd.sampleRate
    let step = Self.step(bundle)
    var stream = try WindowStream(bundle.frontEnd, step: step)
    var (windows, values): ([EmbeddedClip.Window], [Int8]) = ([], [])
    let floor = LevelCurve(sound.samples, rate: rate).loudest * LevelCurve.loudShare
    for copy in 0...settings.copies {
      var (samples, ownSound) = (sound.samples, sound.samples)
      if copy > 0 {
        var noisy = NoisyCopy(seed: settings.seed, clip: clip.name, number: copy)
        (samples, ownSound) = noisy.made(
          of: sound.samples, step: step, windowLength: bundle.windowLength
        ) { backgrounds.drawn(fold: clip.fold, for: clip.name, using: &$0) }
      }
      // Of a copy, too, the clip's own sound tells which windows are loud: noise fills the pauses of a call.
      let levels = LevelCurve(ownSound, rate: rate)
      func take(_ window: Int, _ image: Span<Int8>) {
        let level = levels.loudest(from: window * step, count: bundle.windowLength)
        windows.append(.init(copy: copy, isLoud: level >= floor))
        embedder.embed(image, appendingTo: &values)
      }
      stream.process(samples.span, take)
      _ = stream.finish(take)
      stream.reset()
    }
    return EmbeddedClip(windows: windows, values: values)
  }
}

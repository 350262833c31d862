import AudioIO
import Embeddings
import LabelledSound
import SeededRandom
import Threading

/// Recordings without any of the species, read when they are first needed and kept: what is mixed under clips.
final class BackgroundSounds: Sendable {
  /// Kept in memory for each fold: of more so many are drawn.
  private static let most = 24
  /// Seconds of each: under clips of seconds a minute is enough, and nights would fill the memory.
  private static let longest = 60.0

  private let clips: [Int: [LabelledClip]]
  private let settings: TrainingSettings
  private let rate: Int
  private let sounds = Guarded<[String: [Float]]>([:])

  /// - Parameter rate: Hz.
  init(_ plan: TrainingPlan, _ settings: TrainingSettings, rate: Int) {
    self.settings = settings
    self.rate = rate
    let background = plan.backgroundIndex
    let usable = plan.clips.filter { $0.source != nil && $0.truths[background] == .present }
    clips = Dictionary(grouping: usable, by: \.fold).mapValues { clips in
      let sources = clips.compactMap(\.source)
      var random = SeededGenerator(seed: settings.seed, "backgrounds")
      return random.permutation(of: sources.count).prefix(Self.most).map { sources[$0] }
    }
  }

  /// - Parameters:
  ///   - clip: Which is not mixed with itself.
  /// - Returns: Nil for generated noise: a third of the times, where the fold has no background, and where it
  ///   cannot be read.
  func drawn(fold: Int, for clip: String, using random: inout SeededGenerator) -> [Float]? {
    let isGenerated = random.index(below: 3) == 0
    let choices = clips[fold] ?? []
    guard !isGenerated, !choices.isEmpty else { return nil }
    let choice = choices[random.index(below: choices.count)]
    guard choice.title != clip else { return nil }
    let samples = samples(of: choice)
    // Whoever asks first, or again: the answer is the same.
    return samples.isEmpty ? nil : samples
  }

  /// Empty for what cannot be read; that is told of the clip itself.
  private func samples(of clip: LabelledClip) -> [Float] {
    if let known = sounds.withLock({ $0[clip.title] }) { return known }
    let start = clip.span?.lowerBound ?? 0
    let end = min(clip.span?.upperBound ?? .infinity, start + Self.longest)
    let sound = try? SoundExcerpt(
      path: clip.path, stream: settings.stream, seconds: start..<end, rate: rate)
    let samples = sound?.samples ?? []
    sounds.withLock { $0[clip.title] = samples }
    return samples
  }
}

import AudioIO
import LabelledSound
import SeededRandom
import Threading

/// Recordings without any of the species, read when they are first needed and kept: what is mixed under clips.
final class BackgroundSounds: Sendable {
  /// Kept in memory for each fold: of more the first by name are drawn from.
  private static let most = 24

  private let clips: [Int: [LabelledClip]]
  private let settings: TrainingSettings
  private let rate: Int
  private let least: Int
  private let sounds = Guarded<[String: [Float]]>([:])

  init(_ plan: TrainingPlan, _ settings: TrainingSettings, rate: Int, least: Int) {
    self.settings = settings
    self.rate = rate
    self.least = least
    let background = plan.backgroundIndex
    let usable = plan.clips.filter { $0.source != nil && $0.truths[background] == .present }
    clips = Dictionary(grouping: usable, by: \.fold).mapValues { clips in
      var random = SeededGenerator(seed: settings.seed, "backgrounds")
      return Array(clips.compactMap(\.source).shuffled(using: &random).prefix(Self.most))
    }
  }

  /// - Parameters:
  ///   - clip: Which is not mixed with itself.
  /// - Returns: Nil for generated noise: a third of the times, and where the fold has no background.
  func drawn(fold: Int, for clip: String, using random: inout SeededGenerator) -> [Float]? {
    let isGenerated = Int.random(in: 0..<3, using: &random) == 0
    let choices = clips[fold] ?? []
    guard !isGenerated, let choice = choices.randomElement(using: &random), choice.title != clip
    else { return nil }
    if let known = sounds.withLock({ $0[choice.title] }) { return known }
    let sound = try? ClipSound(choice, stream: settings.stream, rate: rate, least: least)
    let samples = sound.map { Array($0.samples[..<$0.soundCount]) } ?? []
    sounds.withLock { $0[choice.title] = samples }
    return samples.isEmpty ? nil : samples
  }
}

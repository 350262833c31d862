public import LabelledSound

/// Something that whoever trains should know; the training goes on.
public enum TrainingNote: Sendable, Hashable, CustomStringConvertible {
  /// A file that is no sound, or has no label.
  case leftOut(LabelledSet.Omission)
  /// A clip that could not be read when its turn came.
  case unreadable(String)
  /// The same content twice: one is used, or none if they contradict each other.
  case repeated(RepeatedContent)
  /// A class that is not trained.
  case refused(name: String, clips: Int)
  /// Classes with fewer clips than are desirable.
  case fewClips([FewClips])
  /// Classes whose clips come from one recording each, and how many species there are.
  case oneRecording(names: [String], species: Int)
  /// Nobody gave clips without any of the species.
  case noBackground(generated: Int)
  /// The listing's folds, of which no use is made: the first clip that has none, or nil if there is one fold alone.
  case foldsUnused(clip: String?)
  /// A clip whose recording lies in two of the listing's folds.
  case sharedRecording(clip: String, recording: String)
  /// A clip of which some is missing: as many seconds as are known to be, and the rest is used.
  case damaged(clip: String, lostSeconds: Double)
  /// A clip without sound.
  case silent(clip: String)
  /// A clip that is shorter than half a window.
  case short(clip: String, seconds: Double)
  /// A clip with this share of its samples at full scale.
  case overdriven(clip: String, share: Double)
  /// A clip that may be labelled wrongly: judged by heads that had not seen its recording.
  case doubtful(clip: String, label: String, score: Float, other: String, otherScore: Float)
  /// A class whose higher logits do not mean the class.
  case untold(name: String)

  /// What matters most first: what cannot be known, which labels are doubted, what is left out, and then
  /// what is merely not as it could be.
  static func ranked(_ notes: [TrainingNote]) -> [TrainingNote] {
    (0...3).flatMap { rank in notes.filter { $0.rank == rank } }
  }

  private var rank: Int {
    switch self {
    case .refused, .noBackground, .oneRecording, .untold: 0
    case .fewClips, .doubtful, .foldsUnused: 1
    case .repeated(let content) where content.isContradictory: 1
    case .leftOut, .unreadable, .repeated, .sharedRecording, .damaged, .silent: 2
    case .short, .overdriven: 3
    }
  }

  /// A class with few clips.
  public struct FewClips: Sendable, Hashable {
    /// The common name.
    public let name: String
    /// Usable clips that have it.
    public let clips: Int
  }

  public var description: String {
    switch self {
    case .leftOut(let omission): omission.description
    case .unreadable(let reason): reason
    case .repeated(let content):
      content.description + (content.isContradictory ? " Neither is used until then." : "")
    case .refused(let name, let clips):
      "\(name): has \(clips) usable \(clips == 1 ? "clip" : "clips") and is not trained. Give at least "
        + "\(TrainingSettings.fewestClips), better 20 from several recordings."
    case .fewClips(let classes):
      classes.map { "\($0.name) (\($0.clips))" }.joined(separator: ", ")
        + ": few clips. What the figures say of them is little; give at least "
        + "\(TrainingSettings.desirableClips) of each."
    case .oneRecording(let names, let species):
      names.joined(separator: ", ")
        + ": all clips come from one recording. Whether the model knows the species or only that "
        + "recording cannot be told: add clips of other days and places."
        + (2 * names.count > species
          ? " So it is with \(names.count) of \(species) species: this model proves nothing." : "")
    case .noBackground(let generated):
      "no folder background or noise: \(generated) clips of generated noise stand for all else. False "
        + "alarms in real recordings are not measured; add a folder background of the place itself."
    case .foldsUnused(let clip):
      (clip.map { "\($0): has no fold, and other clips have" } ?? "all clips lie in one fold")
        + ": the listing's folds are not used, others are drawn. Give each clip one, and two folds at least."
    case .sharedRecording(let clip, let recording):
      "\(clip): its recording, \(recording), lies in another fold too. It is left out."
    case .damaged(let clip, let lostSeconds):
      "\(clip): breaks off or is damaged: "
        + (lostSeconds < 0.005 ? "its end is" : "\(rounded(lostSeconds)) s of it are")
        + " missing, and the rest is used. Copy it again for all of it."
    case .silent(let clip): "\(clip): is digital silence. It is left out."
    case .short(let clip, let seconds):
      "\(clip): \(rounded(seconds)) s are less than half a window. Silence is put behind it; a longer clip "
        + "would teach more."
    case .overdriven(let clip, let share):
      "\(clip): \(rounded(100 * share)) % of its samples are at full scale: it was recorded too loud."
    case .doubtful(let clip, let label, let score, let other, let otherScore):
      "\(clip): sounds like \(other) (\(rounded(Double(otherScore)))), hardly like \(label) "
        + "(\(rounded(Double(score)))). Listen whether the label is right."
    case .untold(let name):
      "\(name): cannot be told from the others. Listen to its clips, or leave it out."
    }
  }
}

/// With two decimals at most.
private func rounded(_ value: Double) -> String {
  let hundredths = (value * 100).rounded() / 100
  return hundredths == hundredths.rounded() ? String(Int(hundredths)) : String(hundredths)
}

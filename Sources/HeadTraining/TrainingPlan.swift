import EventDetection
import LabelledSound

/// Which clips teach what, and which of them judge what they did not teach.
struct TrainingPlan: Sendable {
  /// What is known of a clip and a class.
  enum Truth: Sendable {
    case absent, present, unknown
  }

  struct Clip: Sendable {
    /// Nil for generated noise.
    let source: LabelledClip?
    let name: String
    let recording: String
    /// For each class.
    let truths: [Truth]
    /// Whether it was given beside the set, as background.
    var isBeside = false
    /// From 0.
    var fold = 0
  }

  /// Species by name, then everything else.
  let classes: [Taxon]
  private(set) var clips: [Clip]
  /// As the listing calls them, or numbers from 1.
  private(set) var foldNames: [String]
  /// Whether the folds are the listing's.
  private(set) var hasListedFolds = false
  /// Of the set, where others of its clips have a fold.
  private(set) var clipWithoutFold: String?
  private(set) var notes: [TrainingNote]

  /// The last class: what is none of the others.
  var backgroundIndex: Int { classes.count - 1 }
  var hasGeneratedNoise: Bool { clips.contains { $0.source == nil } }

  /// - Parameter backgrounds: Clips that are background whatever they are called.
  /// - Throws: ``TrainingError/noClasses(path:found:)``, ``TrainingError/notClips(path:)``.
  init(
    _ set: LabelledSet, backgrounds: LabelledSet? = nil, settings: TrainingSettings
  ) throws(TrainingError) {
    for given in [set, backgrounds] {
      if let given, !given.recordings.isEmpty { throw .notClips(path: given.path) }
    }
    let beside = (backgrounds?.clips ?? []).map { clip in
      var clip = clip
      (clip.labels, clip.absent, clip.isBackground) = ([], [], true)
      clip.name = "background: " + clip.name
      return clip
    }
    let given = LabelledClip.joiningRecordings(of: set.clips + beside)
    let repetitions = RepeatedContent.find(in: given)
    notes = (set.leftOut + (backgrounds?.leftOut ?? [])).map { .leftOut($0) }
    notes += repetitions.map { .repeated($0) }
    // Of a content that is there twice one is used; of one that is labelled in two ways, none.
    var taken = Set(repetitions.filter(\.isContradictory).map(\.content))
    let usable = given.indices.filter { taken.insert(given[$0].content).inserted }

    var labels: [SoundLabel] = []
    for label in set.labels {
      let count = usable.count { given[$0].labels.contains(label) }
      if count >= TrainingSettings.fewestClips {
        labels.append(label)
      } else {
        notes.append(.refused(name: label.displayName, clips: count))
      }
    }
    guard !labels.isEmpty else {
      throw .noClasses(path: set.path, found: set.labels.map(\.displayName))
    }
    let named = labels
    classes =
      labels.map {
        Taxon(
          commonName: $0.displayName, scientificName: $0.scientificName,
          kind: humanNames.contains($0.key) ? .human : .species)
      } + [Taxon(commonName: "Background", scientificName: nil, kind: .background)]
    let ownCount = set.clips.count
    clips = usable.compactMap { index in
      let clip = given[index]
      let truths = Self.truths(of: clip, named)
      guard truths.contains(where: { $0 != .unknown }) else { return nil }
      return Clip(
        source: clip, name: clip.title, recording: clip.recording, truths: truths,
        isBeside: index >= ownCount)
    }
    if !clips.contains(where: { $0.truths.last == .present }) {
      let count = max(clips.count / named.count, TrainingSettings.desirableClips)
      clips += (0..<count).map { number in
        Clip(
          source: nil, name: "generated noise \(number + 1)", recording: "noise \(number + 1)",
          truths: named.map { _ in .absent } + [.present])
      }
      notes.append(.noBackground(generated: count))
    }
    foldNames = []
    assignFolds(settings)
    noteScarcity()
  }

  /// Says of which species there are few clips, or clips of one recording.
  private mutating func noteScarcity() {
    var few: [TrainingNote.FewClips] = []
    var single: [String] = []
    for index in 0..<backgroundIndex {
      let own = clips.filter { $0.truths[index] == .present }
      let name = classes[index].commonName
      if own.count < TrainingSettings.desirableClips {
        few.append(TrainingNote.FewClips(name: name, clips: own.count))
      }
      if Set(own.map(\.recording)).count == 1 { single.append(name) }
    }
    if !few.isEmpty { notes.append(.fewClips(few)) }
    if !single.isEmpty {
      notes.append(.oneRecording(names: single, species: backgroundIndex))
    }
  }

  /// What a clip says of each class, and of the background at the end.
  private static func truths(of clip: LabelledClip, _ labels: [SoundLabel]) -> [Truth] {
    let isTold = clip.isBackground || !clip.labels.isEmpty
    let ofLabels = labels.map { label -> Truth in
      if clip.labels.contains(label) { return .present }
      // Who names what is to be heard names all of it; who names one absence, that alone.
      return isTold || clip.absent.contains(label) ? .absent : .unknown
    }
    // A species that is not trained is neither one of the others nor what people call background.
    let hasOther = clip.labels.isEmpty || clip.labels.contains { !labels.contains($0) }
    let background: Truth = clip.isBackground ? .present : hasOther ? .unknown : .absent
    return ofLabels + [background]
  }

  /// The listing's folds, if each clip of the set has one; else others are drawn.
  private mutating func assignFolds(_ settings: TrainingSettings) {
    let own = clips.filter { $0.source != nil && !$0.isBeside }
    let listed = Set(own.compactMap { $0.source?.fold })
    let without = own.first { $0.source?.fold == nil }
    if listed.count > 1, without == nil {
      takeListedFolds(settings)
      return
    }
    if !listed.isEmpty {
      clipWithoutFold = without?.name
      notes.append(.foldsUnused(clip: clipWithoutFold))
    }
    let assignment = FoldAssignment(clips, folds: settings.folds, seed: settings.seed)
    foldNames = (1...assignment.foldCount).map(String.init)
    for index in clips.indices { clips[index].fold = assignment.folds[index] }
  }

  /// What was given beside the set, and noise, may have no fold: each goes where its recording is, and the rest
  /// is spread.
  private mutating func takeListedFolds(_ settings: TrainingSettings) {
    foldNames = Set(clips.compactMap { $0.source?.fold }).sorted()
    hasListedFolds = true
    let homes = leaveOutShared()
    var folds = homes.mapValues { foldNames.firstIndex(of: $0) ?? 0 }
    let homeless = clips.filter { folds[$0.recording] == nil }
    let assignment = FoldAssignment(homeless, folds: foldNames.count, seed: settings.seed)
    for (clip, fold) in zip(homeless, assignment.folds) { folds[clip.recording] = fold }
    for index in clips.indices { clips[index].fold = folds[clips[index].recording] ?? 0 }
  }

  /// Of a recording that lies in several of the listing's folds, what is not in its first is left out.
  /// - Returns: The fold of each recording that has one.
  private mutating func leaveOutShared() -> [String: String] {
    var homes: [String: String] = [:]
    for clip in clips {
      guard let fold = clip.source?.fold else { continue }
      homes[clip.recording] = min(homes[clip.recording] ?? fold, fold)
    }
    var kept: [Clip] = []
    for clip in clips {
      if let fold = clip.source?.fold, homes[clip.recording] != fold {
        notes.append(.sharedRecording(clip: clip.name, recording: clip.recording))
      } else {
        kept.append(clip)
      }
    }
    clips = kept
    return homes
  }

  /// The clips that are in no recording of a fold.
  func training(without fold: Int) -> [Int] { clips.indices.filter { clips[$0].fold != fold } }
}

/// Labels, in lower case, that mean people: what is heard of them is private.
let humanNames: Set<String> = ["human", "humans", "people", "person", "speech", "voice", "voices"]

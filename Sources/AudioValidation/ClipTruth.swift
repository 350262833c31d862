public import LabelledSound

/// Which classes of a model are to be heard in each clip.
public struct ClipTruth: Sendable {
  /// Those that are judged, in the set's order.
  public let clips: [LabelledClip]
  /// Shape `[clips, classes]`; `nil` where nobody said.
  public let truth: [Bool?]
  /// Labels that no class stands for, and in how many clips of the set they are.
  public let unknownLabels: [(label: SoundLabel, clips: Int)]
  /// Classes that some clip has.
  public let present: [Int]
  /// Clips left out because a label of theirs has no class.
  public let leftOut: Int

  /// - Parameters:
  ///   - isClosed: Leaves out clips with labels that no class stands for, and backgrounds that the model
  ///     has no class for; else they are clips without any class.
  /// - Throws: ``DetectionError`` for a label whose two names are of two classes.
  public init(
    _ set: LabelledSet, map: LabelMap, classCount: Int, isClosed: Bool
  ) throws {
    var clips: [LabelledClip] = []
    var truth: [Bool?] = []
    var unknown: [SoundLabel: Int] = [:]
    var present: Set<Int> = []
    var leftOut = 0
    for clip in set.clips {
      let strangers = try clip.labels.filter { try map.indices(of: $0).isEmpty }
      for label in strangers { unknown[label, default: 0] += 1 }
      let own = Set(try map.indices(of: clip))
      if isClosed, own.isEmpty || !strangers.isEmpty {
        leftOut += 1
        continue
      }
      let absent = Set(try clip.absent.flatMap { try map.indices(of: $0) })
      let isOnlyAbsent = clip.labels.isEmpty && !clip.isBackground
      clips.append(clip)
      for index in 0..<classCount {
        if own.contains(index) {
          truth.append(true)
        } else if absent.contains(index) {
          truth.append(false)
        } else if isOnlyAbsent || (!strangers.isEmpty && map.backgrounds.contains(index)) {
          // A stranger may well be a background, and what is said not to be there says nothing of others.
          truth.append(nil)
        } else {
          truth.append(false)
        }
      }
      present.formUnion(own)
    }
    self.clips = clips
    self.truth = truth
    self.present = present.sorted()
    self.leftOut = leftOut
    unknownLabels = unknown.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

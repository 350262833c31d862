/// The embedded clips of a plan, and what each of their windows teaches.
struct TrainingData: Sendable {
  let plan: TrainingPlan
  /// Nil for a clip that teaches nothing.
  let clips: [EmbeddedClip?]
  /// Values of an embedding.
  let columns: Int
  /// Of the embedding: real = scale · (q − zeroPoint).
  let scale: Float
  let zeroPoint: Int

  /// A window of a clip.
  struct Row: Sendable {
    let clip: Int
    let window: Int
  }

  var classCount: Int { plan.classes.count }

  /// - Parameter copies: Whether noisy copies are among them.
  func rows(of clips: [Int], copies: Bool) -> [Row] {
    clips.flatMap { clip -> [Row] in
      guard let embedded = self.clips[clip] else { return [] }
      return embedded.windows.indices
        .filter { copies || embedded.windows[$0].copy == 0 }
        .map { Row(clip: clip, window: $0) }
    }
  }

  func matrix(_ rows: [Row]) -> FeatureMatrix {
    FeatureMatrix(
      rows: rows.map { clips[$0.clip]?.integers(of: $0.window) ?? [] }, columns: columns,
      scale: scale, zeroPoint: zeroPoint)
  }

  /// What the rows teach a class: in the clips that have it the loud windows that it is there, in those that
  /// lack it all windows that it is not, and the rest nothing; of the background the other way round. Each clip weighs the same, and so do all that have
  /// it and all that lack it together.
  func examples(of index: Int, _ rows: [Row]) -> [LogisticRegression.Example] {
    var counts: [Int: Int] = [:]
    var kept: [(row: Int, clip: Int, isPositive: Bool)] = []
    for (number, row) in rows.enumerated() {
      guard let isPositive = teaches(index, row) else { continue }
      counts[row.clip, default: 0] += 1
      kept.append((number, row.clip, isPositive))
    }
    let clips = [true, false].map { side in
      Double(Set(kept.lazy.filter { $0.isPositive == side }.map(\.clip)).count)
    }
    return kept.map { row, clip, isPositive in
      LogisticRegression.Example(
        row: row, isPositive: isPositive,
        weight: 1 / Double(counts[clip] ?? 1) / max(clips[isPositive ? 0 : 1], 1))
    }
  }

  /// Whether a row shows a class, or that it is absent; nil if it teaches nothing of it.
  func teaches(_ index: Int, _ row: Row) -> Bool? {
    let isLoud = clips[row.clip]?.windows[row.window].isLoud == true
    let isBackground = index == plan.backgroundIndex
    return switch plan.clips[row.clip].truths[index] {
    case .unknown: nil
    // The pauses of a call are background.
    case .absent: isBackground && !isLoud ? nil : false
    // And all of a background is, however quiet.
    case .present: isBackground || isLoud ? true : nil
    }
  }

  /// Whether some of the clips have a class and others lack it.
  func canTeach(_ index: Int, _ clips: [Int]) -> Bool {
    let truths = clips.filter { self.clips[$0] != nil }.map { plan.clips[$0].truths[index] }
    return truths.contains(.present) && truths.contains(.absent)
  }
}

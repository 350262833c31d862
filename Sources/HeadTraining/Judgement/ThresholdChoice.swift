/// The score from which a clip counts as heard.
enum ThresholdChoice {
  /// Few clips do not show what lies beyond, in hundredths.
  static let limits = 30...95
  /// Of clips of people this share must be heard: what people say is private.
  static let humanRecall = 0.9
  /// A window is stored if any class has this score.
  static let scoreFloor: Float = 0.05

  /// The lowest score, in hundredths, at which of the clips that reach it the wished share is right; the highest
  /// of ``limits`` where none is.
  /// - Parameter peaks: The highest score of each clip, and whether the class is in it.
  static func forPrecision(
    _ peaks: [(score: Float, isPositive: Bool)], _ precision: Double
  ) -> Float {
    for hundredths in limits {
      let threshold = Float(hundredths) / 100
      let heard = peaks.filter { $0.score >= threshold }
      if !heard.isEmpty, Double(heard.count { $0.isPositive }) >= precision * Double(heard.count) {
        return threshold
      }
    }
    return Float(limits.upperBound) / 100
  }

  /// The highest score, in hundredths, that so many of the clips with the class reach.
  static func forRecall(
    _ peaks: [(score: Float, isPositive: Bool)], _ recall: Double = humanRecall
  ) -> Float {
    let found = peaks.filter(\.isPositive).map(\.score).sorted(by: >)
    guard !found.isEmpty else { return 1 }
    let needed = max(Int((recall * Double(found.count)).rounded(.up)), 1)
    // Above the floor by as much as a rule's staying threshold lies below.
    return max((found[needed - 1] * 100).rounded(.down) / 100, scoreFloor / 0.75 + 0.01)
  }
}

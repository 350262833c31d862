import LabelledSound

extension ValidationAnalysis {
  /// One line of all scores, for CSV: what other programs can check the figures by.
  public struct ScoreRow: Sendable {
    /// As the report names it.
    public let model: String
    /// Its path from the set's folder.
    public let clip: String
    /// What the clip was cut from: clips of one belong together in resampling.
    public let recording: String
    /// The listing's; `nil` where it names none.
    public let fold: String?
    /// The common name.
    public let className: String
    /// `nil` where nobody said.
    public let truth: Bool?
    /// The stored one of the bundle that judged the clip, 0…1.
    public let threshold: Double
    /// One for each of the report's formats, in their order, 0…1.
    public let scores: [Double]
  }

  /// A line for each model, clip and class, in this order.
  public func forEachScore(_ take: (ScoreRow) throws -> Void) rethrows {
    guard let judgement, let outcome, let truth else { return }
    for (model, judged) in judgement.models.enumerated() {
      for (place, clip) in truth.clips.enumerated() {
        guard let scores = outcome.scores[0][model][place] else { continue }
        for (index, name) in names.enumerated() {
          try take(
            ScoreRow(
              model: judged.name, clip: clip.name, recording: clip.recording, fold: clip.fold,
              className: name, truth: truth.truth[place * names.count + index],
              threshold: scores.thresholds[index],
              scores: report.formats.compactMap { scores.scores[$0]?[index] }))
        }
      }
    }
  }
}

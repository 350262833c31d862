import LabelledSound

extension ValidationAnalysis {
  /// One line of all scores, for CSV: what other programs can check the figures by.
  public struct ScoreRow: Sendable {
    public let model: String
    public let clip: String
    public let recording: String
    public let fold: String?
    public let className: String
    /// `nil` where nobody said.
    public let truth: Bool?
    public let threshold: Double
    /// One for each of the report's formats.
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

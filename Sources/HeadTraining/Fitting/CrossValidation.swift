/// Every clip judged by a head that has not seen its recording.
struct CrossValidation: Sendable {
  /// A clip's windows, without its copies.
  struct Judged: Sendable {
    /// In the plan.
    let clip: Int
    /// `[windows][classes]`
    let logits: [[Double]]
    let isLoud: [Bool]
    /// For each class: whether the head had been taught it.
    let isTaught: [Bool]
  }

  private(set) var judged: [Judged] = []
  /// The strengths that were chosen, one a fold.
  private(set) var strengths: [Double] = []

  /// - Parameters:
  ///   - data: Gives the embedded clips for a fold: made by a backbone that may differ from fold to fold.
  ///   - tell: Given the number of folds that are done.
  init(
    _ plan: TrainingPlan, settings: TrainingSettings, data: (Int) throws -> TrainingData,
    tell: (Int) -> Void
  ) throws {
    for fold in plan.foldNames.indices {
      let data = try data(fold)
      let training = plan.training(without: fold)
      let test = plan.clips.indices.filter { plan.clips[$0].fold == fold }
      // One fold alone leaves nothing to fit to.
      guard !training.isEmpty, !test.isEmpty else { continue }
      let fitted = try FittedHead(data, clips: training, settings: settings)
      strengths.append(fitted.strength)
      var scorer = try HeadScorer(fitted.head)
      for index in test {
        guard let clip = data.clips[index] else { continue }
        let windows = clip.windows.indices.filter { clip.windows[$0].copy == 0 }
        var logits: [[Double]] = []
        for window in windows { logits.append(try scorer.logits(of: clip.integers(of: window))) }
        judged.append(
          Judged(
            clip: index, logits: logits, isLoud: windows.map { clip.windows[$0].isLoud },
            isTaught: fitted.isTaught))
      }
      tell(fold + 1)
    }
    judged.sort { $0.clip < $1.clip }
  }
}

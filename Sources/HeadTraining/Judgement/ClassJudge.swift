import EventDetection
import SpeciesClassifier

/// One class's calibration and threshold, and what those of other folds say of each clip.
struct ClassJudge {
  /// For each judged clip, by what was fitted to the other folds' clips: its score, as `Ground` pools its windows.
  private(set) var scores: [Float]
  /// Likewise: from which score it counts as heard.
  private(set) var thresholds: [Float]
  /// Nil where it is not known whether the clip has the class, or its head was not taught it.
  let truths: [Bool?]
  /// Of all folds; nil where the class cannot be judged.
  let calibration: Calibration?
  let threshold: Float?
  /// Whether higher logits do not mean the class.
  let isUntold: Bool

  var isValidated: Bool { truths.contains(true) }

  init(
    _ validation: CrossValidation, _ plan: TrainingPlan, index: Int, precision: Double
  ) {
    let judged = validation.judged
    truths = judged.map { item in
      guard item.isTaught[index] else { return nil }
      return switch plan.clips[item.clip].truths[index] {
      case .present: true
      case .absent: false
      case .unknown: nil
      }
    }
    let ground = Ground(
      validation, truths: truths, index: index,
      isBackground: index == plan.backgroundIndex, isHuman: plan.classes[index].kind == .human,
      precision: precision)
    let all = ground.fitted(on: Array(judged.indices))
    calibration = all?.calibration
    threshold = all.map { $0.threshold }
    isUntold = truths.contains(true) && all?.calibration == nil

    scores = judged.map { _ in 0 }
    thresholds = judged.map { _ in 0.5 }
    for fold in Set(judged.map { plan.clips[$0.clip].fold }) {
      let (own, others) = judged.indices.reduce(into: ([Int](), [Int]())) { parts, item in
        if plan.clips[judged[item].clip].fold == fold {
          parts.0.append(item)
        } else {
          parts.1.append(item)
        }
      }
      let rule = ground.fitted(on: others)
      for item in own {
        scores[item] = ground.peak(item, rule?.calibration ?? .none)
        if let rule { thresholds[item] = rule.threshold }
      }
    }
  }
}

/// The logits of one class and what is true, to fit a rule to some of the clips.
private struct Ground {
  let validation: CrossValidation
  let truths: [Bool?]
  let index: Int
  /// Of a clip that is background every window must say so; of another, the loud ones must not.
  let isBackground: Bool
  let isHuman: Bool
  let precision: Double

  init(
    _ validation: CrossValidation, truths: [Bool?], index: Int, isBackground: Bool, isHuman: Bool,
    precision: Double
  ) {
    self.validation = validation
    self.truths = truths
    self.index = index
    self.isBackground = isBackground
    self.isHuman = isHuman
    self.precision = precision
  }

  /// Nil where the clips do not show the class, or it cannot be told.
  func fitted(on items: [Int]) -> (calibration: Calibration, threshold: Float)? {
    let examples = items.flatMap { item -> [PlattFit.Example] in
      guard let truth = truths[item] else { return [] }
      let clip = validation.judged[item]
      return clip.logits.indices.compactMap { window in
        guard truth == isBackground || clip.isLoud[window] else { return nil }
        return PlattFit.Example(
          logit: clip.logits[window][index], isPositive: truth,
          weight: 1 / Double(clip.logits.count))
      }
    }
    guard let calibration = PlattFit(examples)?.calibration else { return nil }
    let peaks = items.compactMap { item in
      truths[item].map { (score: peak(item, calibration), isPositive: $0) }
    }
    var threshold = ThresholdChoice.forPrecision(peaks, precision)
    if isHuman { threshold = min(threshold, ThresholdChoice.forRecall(peaks)) }
    return (calibration, threshold)
  }

  /// The highest score of a clip's windows; of the background the lowest, for a call in one of them is enough.
  func peak(_ item: Int, _ calibration: Calibration) -> Float {
    let scores = validation.judged[item].logits.map { calibration.score(logit: $0[index]) }
    return (isBackground ? scores.min() : scores.max()) ?? 0
  }
}

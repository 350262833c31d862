import SpeciesClassifier

/// Finds the calibration under which scores are probabilities.
///
/// Source: J. Platt, *Probabilistic outputs for support vector machines*, 1999; with the weak
/// regularisation of scikit-learn's logistic regression at C = 1000, so that logits which part
/// the classes wholly still have a finite scale.
struct PlattFit {
  struct Example {
    let logit: Double
    let isPositive: Bool
    let weight: Double
  }

  /// Above 0 if higher logits mean the class.
  let scale: Double
  let offset: Double

  /// Nil without examples of both kinds.
  init?(_ examples: [Example]) {
    guard examples.contains(where: \.isPositive), examples.contains(where: { !$0.isPositive })
    else { return nil }
    let found = LimitedMemoryBFGS(iterations: 200, gradientTolerance: 1e-7).minimum(
      from: [1, 0]
    ) { point, gradient in
      var loss = point[0] * point[0] / 2 / 1000
      gradient = [point[0] / 1000, 0]
      for example in examples {
        let z = point[0] * example.logit + point[1]
        loss += example.weight * logisticLoss(z, isPositive: example.isPositive)
        let error = example.weight * (logistic(z) - (example.isPositive ? 1 : 0))
        gradient[0] += error * example.logit
        gradient[1] += error
      }
      return loss
    }
    (scale, offset) = (found[0], found[1])
  }

  /// Rounded to five decimals, as it is written; nil if higher logits do not mean the class.
  var calibration: Calibration? {
    guard scale > 0 else { return nil }
    func rounded(_ value: Double) -> Double { (value * 100_000).rounded() / 100_000 }
    return Calibration(scale: max(rounded(scale), 0.00001), offset: rounded(offset))
  }
}

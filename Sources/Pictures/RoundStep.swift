import Foundation

/// Steps between the ticks of an axis that people count in.
enum RoundStep {
  /// Seconds, from a millisecond to thirty years.
  static let times: [Double] = {
    let parts = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
    let seconds: [Double] = [1, 2, 5, 10, 15, 30]
    let minutes = seconds.map { $0 * 60 }
    let hours = [1.0, 2, 3, 6, 12].map { $0 * 3600 }
    let days = [1.0, 2, 5, 10, 30, 100, 365, 3650, 10_950].map { $0 * 86_400 }
    return parts + seconds + minutes + hours + days
  }()

  /// The least of 1, 2, 5, 10, 20 … times `finest` that is not below `least`.
  static func decimal(atLeast least: Double, finest: Double) -> Double {
    var decade = finest
    while decade.isFinite {
      for digit in [1.0, 2, 5] where digit * decade >= least { return digit * decade }
      decade *= 10
    }
    return finest
  }
}

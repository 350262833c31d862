import Foundation
import TestSupport

/// What scikit-learn says, by `Tests/Golden/evaluation/make.py`.
struct GoldenCases: Decodable {
  struct Binary: Decodable {
    struct Weighted: Decodable {
      var averagePrecision, areaUnderROC, precision, recall, f1, brier: Double?
    }
    struct Curve: Decodable { var precision, recall: [Double] }
    struct ROC: Decodable {
      var `false`: [Double]
      var `true`: [Double]
    }
    var name: String
    var scores: [Double]
    var truth: [Int]
    var weights: [Double]
    var threshold: Double
    var averagePrecision, areaUnderROC, precision, recall, f1, brier, bestF1: Double?
    var shares, means: [Double]
    var weighted: Weighted
    var curve: Curve?
    var roc: ROC?
  }
  struct Multiclass: Decodable {
    var classes: Int
    var scores: [Double]
    var truth: [Int]
    var confusion: [Double]
    var accuracy, macroAveragePrecision, macroAreaUnderROC: Double
  }
  struct Percentiles: Decodable {
    var values: [Double]
    var lower, upper: Double
  }
  var bins: Int
  var binary: [Binary]
  var multiclass: [Multiclass]
  var percentiles: Percentiles

  static let all: GoldenCases = {
    let file = SharedData.repository.appending(path: "Tests/Golden/evaluation/cases.json")
    guard let data = try? Data(contentsOf: file),
      let cases = try? JSONDecoder().decode(GoldenCases.self, from: data)
    else { fatalError("\(file.path) cannot be read") }
    return cases
  }()
}

/// Equal but for rounding; both may have no meaning.
func same(_ one: Double?, _ other: Double?) -> Bool {
  guard let one, let other else { return one == nil && other == nil }
  return abs(one - other) <= 1e-12
}

func same(_ one: [Double], _ other: [Double]) -> Bool {
  one.count == other.count && zip(one, other).allSatisfy { same($0, $1) }
}

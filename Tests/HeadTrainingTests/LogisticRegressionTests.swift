import Foundation
import ModelWriting
import TestSupport
import Testing

@testable import HeadTraining

/// Embeddings of two classes that partly overlap.
struct DrawnRows {
  let rows: [ArraySlice<Int8>]
  let isPositive: [Bool]

  init(count: Int, columns: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var (rows, labels): ([ArraySlice<Int8>], [Bool]) = ([], [])
    for number in 0..<count {
      let isPositive = number.isMultiple(of: 3)
      rows.append(
        (0..<columns).map { column -> Int8 in
          let middle = column < 2 && isPositive ? 25 : 0
          return Int8(clamping: middle + Int.random(in: -40...40, using: &random))
        }[...])
      labels.append(isPositive)
    }
    self.rows = rows
    isPositive = labels
  }

  var examples: [LogisticRegression.Example] {
    isPositive.enumerated().map { .init(row: $0, isPositive: $1, weight: $1 ? 2 : 1) }
  }

  func matrix(columns: Int) -> FeatureMatrix {
    FeatureMatrix(rows: rows, columns: columns, scale: 0.05, zeroPoint: 3)
  }
}

@Suite struct LogisticRegressionTests {
  @Test(arguments: [1, 8, 11], [0.1, 0.001])
  func `at the minimum the gradient vanishes`(columns: Int, strength: Double) {
    let drawn = DrawnRows(count: 90, columns: columns, seed: UInt64(columns))
    let matrix = drawn.matrix(columns: columns)
    let fit = LogisticRegression(matrix, drawn.examples, strength: strength)
    let total = drawn.examples.reduce(0) { $0 + $1.weight }
    // Written out from the definition, column by column.
    for column in 0..<columns {
      var gradient = strength * fit.weights[column]
      for example in drawn.examples {
        let z = fit.logit(matrix, row: example.row)
        let feature = matrix.blocks[example.row * matrix.blockCount + column / 8][column % 8]
        gradient +=
          example.weight / total * (1 / (1 + exp(-z)) - (example.isPositive ? 1 : 0)) * feature
      }
      #expect(abs(gradient) < 2e-5, "column \(column): \(gradient)")
    }
    let biasGradient = drawn.examples.reduce(0) { sum, example in
      let z = fit.logit(matrix, row: example.row)
      return sum
        + example.weight / total * (1 / (1 + exp(-z)) - (example.isPositive ? 1 : 0))
    }
    #expect(abs(biasGradient) < 2e-5, "bias: \(biasGradient)")
  }

  @Test func `a column of standardised features has mean 0 and deviation 1, a constant one is 0`() {
    var drawn = DrawnRows(count: 50, columns: 9, seed: 4).rows.map(Array.init)
    for index in drawn.indices { drawn[index][8] = 17 }
    let matrix = FeatureMatrix(
      rows: drawn.map { $0[...] }, columns: 9, scale: 0.1, zeroPoint: -5)
    for column in 0..<9 {
      let values = (0..<50).map { matrix.blocks[$0 * 2 + column / 8][column % 8] }
      let mean = values.reduce(0, +) / 50
      let square = values.reduce(0) { $0 + $1 * $1 } / 50
      #expect(abs(mean) < 1e-12)
      #expect(abs(square - (column == 8 ? 0 : 1)) < 1e-12)
    }
    #expect(abs(matrix.means[8] - 2.2) < 1e-6)
  }

  @Test func `a start from elsewhere ends in the same place`() {
    let drawn = DrawnRows(count: 60, columns: 5, seed: 9)
    let matrix = drawn.matrix(columns: 5)
    let straight = LogisticRegression(matrix, drawn.examples, strength: 0.01)
    let far = LogisticRegression(matrix, drawn.examples, strength: 1)
    let warm = LogisticRegression(matrix, drawn.examples, strength: 0.01, start: far)
    for (one, other) in zip(straight.weights, warm.weights) { #expect(abs(one - other) < 1e-3) }
  }

  @Test func `weights of plain features say what those of standardised ones say`() {
    let drawn = DrawnRows(count: 40, columns: 6, seed: 2)
    let matrix = drawn.matrix(columns: 6)
    let fit = LogisticRegression(matrix, drawn.examples, strength: 0.01)
    let plain = unstandardised(weights: fit.weights[...], bias: fit.bias, matrix)
    for row in 0..<40 {
      var logit = plain.bias
      for (weight, integer) in zip(plain.weights, drawn.rows[row]) {
        logit += weight * 0.05 * Double(Int(integer) - 3)
      }
      #expect(abs(logit - fit.logit(matrix, row: row)) < 1e-4)
    }
  }

  @Test func `the loss of large logits is finite, and right near zero`() {
    #expect(logisticLoss(1000, isPositive: true) == 0)
    #expect(logisticLoss(-1000, isPositive: true) == 1000)
    #expect(abs(logisticLoss(0, isPositive: false) - log(2)) < 1e-15)
  }

  @Test func `a hidden layer learns what no line can part, the same way twice`() {
    // Exclusive or.
    var random = SplitMix64(seed: 5)
    let rows = (0..<200).map { _ in
      (0..<2).map { _ in
        Int8(Bool.random(using: &random) ? 50 : -50) + Int8.random(in: -9...9, using: &random)
      }[...]
    }
    let matrix = FeatureMatrix(rows: rows, columns: 2, scale: 1, zeroPoint: 0)
    let truth = rows.map { ($0[0] > 0) != ($0[1] > 0) }
    let examples = truth.enumerated().map {
      HiddenLayer.Example(row: $0, targets: [$1 ? 1 : -1, 0])
    }
    let layer = HiddenLayer(matrix, examples, classes: 2, units: 12, seed: 1)
    let again = HiddenLayer(matrix, examples, classes: 2, units: 12, seed: 1)
    #expect(layer.layers(matrix) == again.layers(matrix))
    let wrong = rows.indices.count { row in
      let values = rows[row].map(Double.init)
      let output = layer.layers(matrix).reduce(values) { $1.output(of: $0) }
      return (output[0] > 0) != truth[row]
    }
    #expect(wrong < 6)
  }
}

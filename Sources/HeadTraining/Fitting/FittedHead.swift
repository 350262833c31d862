import ModelWriting
import Threading

/// A head that was fitted to some of the clips, in integers as it will run.
struct FittedHead: Sendable {
  let head: QuantizedHead
  /// For each class: whether the clips had it and lacked it. The others' outputs mean nothing.
  let isTaught: [Bool]
  /// Of the regularisation.
  let strength: Double

  /// Outputs that a class's logit is kept between: beyond them a probability is no other for people.
  private static let limit = 16.0

  /// - Parameter clips: Those that may be seen.
  init(_ data: TrainingData, clips: [Int], settings: TrainingSettings) throws {
    isTaught = (0..<data.classCount).map { data.canTeach($0, clips) }
    let rows = data.rows(of: clips, copies: true)
    let matrix = data.matrix(rows)
    let layers: [DenseLayer]
    if let units = settings.hiddenUnits {
      strength = HiddenLayer.strength
      layers = Self.hidden(data, rows, matrix, units: units, seed: settings.seed)
    } else {
      strength = try StrengthChoice.chosen(data, clips: clips, jobs: settings.jobs)
      layers = [
        try Self.linear(
          data, rows, matrix, isTaught, strength: strength, jobs: settings.jobs)
      ]
    }
    head = QuantizedHead(
      layers, inputScale: data.scale, inputZeroPoint: data.zeroPoint,
      ranges: Self.ranges(of: layers, data, rows))
  }

  private static func linear(
    _ data: TrainingData, _ rows: [TrainingData.Row], _ matrix: FeatureMatrix, _ isTaught: [Bool],
    strength: Double, jobs: Int
  ) throws -> DenseLayer {
    var layer = DenseLayer(
      weights: [Double](repeating: 0, count: data.classCount * data.columns),
      biases: [Double](repeating: -limit, count: data.classCount))
    typealias Unit = (weights: [Double], bias: Double)
    let taught = isTaught.indices.filter { isTaught[$0] }
    let work = ParallelWork<Int, Unit>(items: taught, jobs: jobs) {
      { index in
        let fit = LogisticRegression(matrix, data.examples(of: index, rows), strength: strength)
        return unstandardised(weights: fit.weights[...], bias: fit.bias, matrix)
      }
    }
    try work.runInOrder { place, unit in
      let index = taught[place]
      layer.weights.replaceSubrange(
        index * data.columns..<(index + 1) * data.columns, with: unit.weights)
      layer.biases[index] = unit.bias
    }
    return layer
  }

  private static func hidden(
    _ data: TrainingData, _ rows: [TrainingData.Row], _ matrix: FeatureMatrix, units: Int,
    seed: UInt64
  ) -> [DenseLayer] {
    var targets = [[Double]](
      repeating: [Double](repeating: 0, count: data.classCount), count: rows.count)
    for index in 0..<data.classCount {
      let examples = data.examples(of: index, rows)
      // As much as a row counts on average: the sum of a class's weights is 2.
      let mean = 2 / Double(max(examples.count, 1))
      for example in examples {
        targets[example.row][index] = example.weight / mean * (example.isPositive ? 1 : -1)
      }
    }
    let examples = targets.enumerated().map { HiddenLayer.Example(row: $0, targets: $1) }
    return HiddenLayer(
      matrix, examples, classes: data.classCount, units: units, seed: seed
    ).layers(matrix)
  }

  /// What each layer gives for the rows, least and greatest.
  private static func ranges(
    of layers: [DenseLayer], _ data: TrainingData, _ rows: [TrainingData.Row]
  ) -> [ClosedRange<Double>] {
    var lowest = [Double](repeating: 0, count: layers.count)
    var highest = lowest
    for row in rows {
      var values = (data.clips[row.clip]?.integers(of: row.window) ?? []).map {
        Double(data.scale) * Double(Int($0) - data.zeroPoint)
      }
      for (number, layer) in layers.enumerated() {
        values = layer.output(of: values)
        lowest[number] = min(lowest[number], values.min() ?? 0)
        highest[number] = max(highest[number], values.max() ?? 0)
      }
    }
    lowest[layers.count - 1] = max(lowest[layers.count - 1], -limit)
    highest[layers.count - 1] = min(highest[layers.count - 1], limit)
    return zip(lowest, highest).map { $0...max($1, $0) }
  }
}

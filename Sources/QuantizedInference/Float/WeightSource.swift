/// A layer of a ``FloatModel`` whose weights a ``Checkpoint`` has replaced, and how far they are from what
/// the file's own stand for.
public struct ReplacedLayer: Sendable, Hashable {
  /// The operator's position.
  public let position: Int
  /// Of the checkpoint's layer.
  public let name: String
  /// The largest distance of a weight, in steps of its channel's scale: half a step is what rounding
  /// gives. Nil where the file's weights are not quantized.
  public let weightSteps: Float?
  /// The largest distance of a bias.
  public let biasDistance: Float
}

/// Where the weights of a graph of real numbers come from: the file, or a checkpoint, layer by layer in
/// the order of execution.
final class WeightSource {
  private let checkpoint: Checkpoint?
  private(set) var replaced: [ReplacedLayer] = []

  init(_ checkpoint: Checkpoint?) { self.checkpoint = checkpoint }

  /// - Parameters:
  ///   - stored: The file's, in its order.
  ///   - description: The weights as the file declares them.
  ///   - dimension: The dimension of the weights that is the output channel.
  /// - Returns: In the file's order, whatever they are.
  func weights(
    inPlaceOf stored: FloatWeights, of site: OperatorSite, described description: TensorDescription,
    dimension: Int
  ) throws(ModelError) -> FloatWeights {
    guard let checkpoint else { return stored }
    let position = site.position
    guard replaced.count < checkpoint.layers.count else {
      throw .unfitWeights(
        path: checkpoint.path,
        reason:
          "it has \(checkpoint.layers.count) layers, and operator \(position) \(site.name) of "
          + "the model needs another")
    }
    let layer = checkpoint.layers[replaced.count]
    guard let weights = layer.weights(shape: description.shape, outputDimension: dimension) else {
      throw .unfitWeights(
        path: checkpoint.path,
        reason: "\(layer.name) has the shape \(layer.shape), which does not fit the weights "
          + "\(description.shape) of operator \(position) \(site.name)")
    }
    let distances = zip(layer.biases, stored.biases).map { abs($0 - $1) }
    replaced.append(
      ReplacedLayer(
        position: position, name: layer.name,
        weightSteps: description.largestDistance(weights, stored.weights),
        biasDistance: distances.max() ?? 0))
    return FloatWeights(weights: weights, biases: layer.biases, range: stored.range)
  }

  /// Refuses a checkpoint that has more layers than the model.
  func requireAllTaken() throws(ModelError) {
    guard let checkpoint, replaced.count < checkpoint.layers.count else { return }
    throw .unfitWeights(
      path: checkpoint.path,
      reason: "it has \(checkpoint.layers.count) layers, the model has \(replaced.count)")
  }
}

extension Checkpoint.Layer {
  /// The weights in a file's order; nil if they do not fit its shape.
  ///
  /// - Parameters:
  ///   - shape: `[output, height, width, input of a group]`, `[1, height, width, output]` or
  ///     `[output, input]`.
  ///   - outputDimension: 3 for the second of these.
  fileprivate func weights(shape wanted: [Int], outputDimension: Int) -> [Float]? {
    // A classifier of two dimensions is a convolution of 1 × 1 in the zoo's files.
    let own = shape.count == 2 && wanted.count == 4 ? shape + [1, 1] : shape
    guard own.count == wanted.count else { return nil }
    guard own.count == 4 else { return own == wanted ? weights : nil }
    let order = outputDimension == 3 ? [1, 2, 3, 0] : [0, 2, 3, 1]
    guard order.map({ own[$0] }) == wanted else { return nil }
    let strides = rowMajorStrides(own)
    var values: [Float] = []
    values.reserveCapacity(weights.count)
    for first in 0..<wanted[0] {
      for second in 0..<wanted[1] {
        for third in 0..<wanted[2] {
          let start =
            first * strides[order[0]] + second * strides[order[1]] + third * strides[order[2]]
          for last in 0..<wanted[3] {
            values.append(weights[start + last * strides[order[3]]])
          }
        }
      }
    }
    return values
  }
}

extension TensorDescription {
  /// The largest distance of two tensors like this one, in steps of their scale; nil without scales.
  fileprivate func largestDistance(_ one: [Float], _ other: [Float]) -> Float? {
    guard let quantization else { return nil }
    let scales = quantization.scales
    let run = scales.count > 1 ? shape[(quantization.dimension + 1)...].reduce(1, *) : one.count
    var largest: Float = 0
    for index in one.indices {
      let scale = scales[index / run % scales.count]
      largest = max(largest, abs((one[index] - other[index]) / scale))
    }
    return largest
  }
}

public import NumpyFormat

/// The float weights of a trained network: a PyTorch state dictionary as a `.npz` file, batch
/// normalisation folded into the convolutions before it.
///
/// The arrays are float32, in the order of the layers, with the names of the state dictionary. An array
/// `X.weight` of two dimensions or more is a layer's; `X.bias` beside it may be. If X ends in `.conv`
/// and there is a `bn` beside that, its `weight` (gamma), `bias` (beta), `running_mean` and `running_var`
/// are folded in: with f = gamma / √(variance + ε), weights become w · f and biases
/// beta + (bias − mean) · f, computed in double precision. Every other array must belong to a layer, but
/// for `num_batches_tracked`.
public struct Checkpoint: Sendable {
  /// A convolution, depthwise convolution or fully connected layer, its batch normalisation folded in.
  public struct Layer: Sendable, Hashable {
    /// That of the weights without `.weight`, for example `blocks.0.mobile_inverted_conv.depth_conv.conv`.
    public let name: String
    /// `[output, input of a group, height, width]` or `[output, input]`.
    public let shape: [Int]
    /// Row by row.
    public let weights: [Float]
    /// One for each output, zeros if the layer has none.
    public let biases: [Float]
  }

  /// Of the file, as errors name it.
  public let path: String
  /// In the order of the file.
  public let layers: [Layer]

  /// The ε of the MCUNet networks. (`mbv2` and `proxyless` have 1e-3.)
  public static let defaultEpsilon = 1e-5

  /// - Parameter epsilon: Is added to each variance.
  /// - Throws: ``ModelError/unreadableWeights(_:)`` or ``ModelError/unfitWeights(path:reason:)``.
  public init(contentsOf path: String, epsilon: Double = defaultEpsilon) throws(ModelError) {
    let archive: NumpyArchive
    do throws(NumpyError) {
      archive = try NumpyArchive(contentsOf: path)
    } catch {
      throw .unreadableWeights(error)
    }
    try self.init(archive, epsilon: epsilon)
  }

  /// - Parameter epsilon: Is added to each variance.
  /// - Throws: ``ModelError/unfitWeights(path:reason:)``.
  public init(
    _ archive: NumpyArchive, epsilon: Double = defaultEpsilon
  ) throws(ModelError) {
    var arrays = Arrays(archive)
    var layers: [Layer] = []
    for member in archive.members
    where member.name.hasSuffix(".weight") && member.array.shape.count >= 2 {
      layers.append(try arrays.takeLayer(member, epsilon: epsilon))
    }
    if let other = arrays.remaining {
      throw .unfitWeights(path: archive.path, reason: "the array \(other) belongs to no layer")
    }
    guard !layers.isEmpty else {
      throw .unfitWeights(path: archive.path, reason: "there are no layers in it")
    }
    path = archive.path
    self.layers = layers
  }
}

/// The arrays of a state dictionary that no layer has taken yet.
private struct Arrays {
  private let path: String
  private var byName: [String: NumpyArray]

  init(_ archive: NumpyArchive) {
    path = archive.path
    byName = Dictionary(uniqueKeysWithValues: archive.members.map { ($0.name, $0.array) })
      .filter { !$0.key.hasSuffix("num_batches_tracked") }
  }

  /// The name of one, if there are any.
  var remaining: String? { byName.keys.min() }

  mutating func takeLayer(
    _ member: NumpyArchive.Member, epsilon: Double
  ) throws(ModelError) -> Checkpoint.Layer {
    let name = String(member.name.dropLast(".weight".count))
    let shape = member.array.shape
    guard shape.allSatisfy({ $0 > 0 }) else {
      throw .unfitWeights(path: path, reason: "\(member.name) has the shape \(shape)")
    }
    var weights = try take(member.name, shape: shape)
    var biases =
      byName[name + ".bias"] == nil
      ? [Float](repeating: 0, count: shape[0]) : try take(name + ".bias", shape: [shape[0]])
    if name.hasSuffix(".conv"), case let norm = name.dropLast("conv".count) + "bn.",
      byName[norm + "weight"] != nil
    {
      let gamma = try take(norm + "weight", shape: [shape[0]])
      let beta = try take(norm + "bias", shape: [shape[0]])
      let mean = try take(norm + "running_mean", shape: [shape[0]])
      let variance = try take(norm + "running_var", shape: [shape[0]])
      let count = weights.count / shape[0]
      for output in 0..<shape[0] {
        let factor = Double(gamma[output]) / (Double(variance[output]) + epsilon).squareRoot()
        let centred = Double(biases[output]) - Double(mean[output])
        biases[output] = Float(Double(beta[output]) + centred * factor)
        for index in output * count..<(output + 1) * count {
          weights[index] = Float(Double(weights[index]) * factor)
        }
      }
    }
    return Checkpoint.Layer(name: name, shape: shape, weights: weights, biases: biases)
  }

  /// Every number of it is finite.
  private mutating func take(_ name: String, shape: [Int]) throws(ModelError) -> [Float] {
    guard let array = byName.removeValue(forKey: name) else {
      throw .unfitWeights(path: path, reason: "the array \(name) is missing")
    }
    guard let values = array.floats else {
      throw .unfitWeights(path: path, reason: "\(name) is of \(array.elementType), not of float32")
    }
    guard array.shape == shape else {
      throw .unfitWeights(
        path: path, reason: "\(name) has the shape \(array.shape), not \(shape)")
    }
    guard values.allSatisfy(\.isFinite) else {
      throw .unfitWeights(path: path, reason: "\(name) holds what is not a finite number")
    }
    return values
  }
}

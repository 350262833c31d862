/// A `.tflite` file computed in single precision: the real numbers for which a quantized network's
/// integers stand, or a network that is stored as float32.
///
/// ```swift
/// let weights = try Checkpoint(contentsOf: "mcunet-vww1.npz")
/// let model = try FloatModel(contentsOf: "mcunet-vww1.tflite", weights: weights)
/// var session = try FloatSession(model)
/// let logits = try session.run([model.reals(ofInput: 0, pixels)])[0]
/// ```
///
/// Every tensor of int8 or uint8 is float32 here: constants become scale · (integer − zero point),
/// int32 biases integer · input scale · weight scale, `QUANTIZE` and `DEQUANTIZE` do nothing, and of an
/// integer's range only fused activations are left. What a quantized network gains or loses by its
/// quantization is the difference between this and ``Model``.
///
/// All operators of ``Model`` run, as LiteRT's reference kernels for float32 define them. The sums of
/// convolutions and fully connected layers are taken in the same order; exponentials may differ in
/// the last bit.
///
/// A file is taken as hostile, as ``Model`` does.
public struct FloatModel: Sendable {
  let model: Model
  /// The tensors as the file declares them, by index.
  let stored: [TensorDescription]
  /// The layers whose weights come from a checkpoint; empty without one.
  public let replacedLayers: [ReplacedLayer]

  /// All of float32.
  public var inputs: [TensorDescription] { model.inputs }
  /// All of float32.
  public var outputs: [TensorDescription] { model.outputs }
  /// In the order of execution.
  public var operators: [OperatorDescription] { model.operators }
  /// All tensors of the file by index, as they are computed: float32, but for integers that stand for
  /// shapes and axes.
  public var tensors: [TensorDescription] { model.tensors }
  /// Where the tensors lie while the model runs.
  public var plan: MemoryPlan { model.plan }

  /// The ``inputs`` as the file declares them.
  public var storedInputs: [TensorDescription] { inputs.map { stored[$0.index] } }
  /// The ``outputs`` as the file declares them.
  public var storedOutputs: [TensorDescription] { outputs.map { stored[$0.index] } }

  /// - Parameters:
  ///   - path: A `.tflite` file.
  ///   - weights: Take the place of the file's, layer by layer.
  /// - Throws: ``ModelError``; its message names the path where reading failed.
  public init(contentsOf path: String, weights: Checkpoint? = nil) throws(ModelError) {
    try self.init(bytes: Model.fileBytes(path), weights: weights)
  }

  /// - Parameters:
  ///   - bytes: A whole `.tflite` file.
  ///   - weights: Take the place of the file's, layer by layer.
  public init(bytes: [UInt8], weights: Checkpoint? = nil) throws(ModelError) {
    let source = WeightSource(weights)
    let graph = try Graph(
      ModelFile(FlatBuffer(bytes: bytes)), bytes: bytes, arithmetic: .liteRT, real: source)
    try source.requireAllTaken()
    replacedLayers = source.replaced
    stored = graph.real?.stored ?? []
    // There are kernels in Swift alone.
    model = Model(
      graph, arithmetic: .liteRT, kernels: .plain, strategy: .layers, fileBytes: bytes.count)
  }

  /// The real numbers for which the bytes of an input stand, as the file declares it.
  ///
  /// - Parameters:
  ///   - place: Which of ``inputs``.
  ///   - bytes: Little endian; int8, uint8 or float32 as ``storedInputs`` says.
  /// - Throws: If their number is not the input's.
  public func reals(ofInput place: Int, _ bytes: [UInt8]) throws(ModelError) -> [Float] {
    let tensor = stored[inputs[place].index]
    guard bytes.count == tensor.byteCount else {
      throw .wrongInputSize(name: tensor.name, expected: tensor.byteCount, found: bytes.count)
    }
    return tensor.reals(bytes[...])
  }
}

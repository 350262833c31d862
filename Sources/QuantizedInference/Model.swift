import Foundation
import SystemFiles

/// A `.tflite` file as a checked graph, ready to run. Immutable; its weights and tables are
/// shared by all sessions and threads.
///
/// ```swift
/// let model = try Model(contentsOf: "birds.tflite")
/// var session = try Session(model)
/// session.run(image.span, into: &logits)
/// ```
///
/// A file is taken as hostile: every offset, length, index, shape and number is checked while it
/// is read, in time and memory proportional to its size, and so are, in pairs, the at most 10,000
/// operators and inputs whose memory is planned. What is wrong, and at which byte, is in the
/// ``ModelError``. After that nothing can fail.
///
/// Every output byte equals that of LiteRT 2.3.0's reference kernels, or, with
/// ``Arithmetic/tfliteMicro``, of TensorFlow Lite Micro's.
public struct Model: Sendable {
  /// What a run is given, in the order of the file; at least one.
  public let inputs: [TensorDescription]
  /// What it gives back, likewise; one of them can be an input, or stand there twice.
  public let outputs: [TensorDescription]
  /// In the order of execution.
  public let operators: [OperatorDescription]
  /// All tensors of the file, weights included, by index.
  public let tensors: [TensorDescription]
  /// Where the tensors lie while the model runs.
  public let plan: MemoryPlan
  /// Whose definitions the outputs equal.
  public let arithmetic: Arithmetic
  /// What it runs on.
  public let kernels: KernelSet
  /// As it was asked for; where it takes no less memory than ``MemoryStrategy/layers``, ``plan`` is theirs.
  public let strategy: MemoryStrategy
  /// Size of the file.
  public let fileBytes: Int

  /// Multiplications of a value with a weight for one run, batch 1, padding counted in.
  public var multiplyAccumulates: Int { operators.reduce(0) { $0 + $1.multiplyAccumulates } }
  /// Multiplications that ``strategy`` does more than once, beside these.
  public var repeatedMultiplyAccumulates: Int {
    steps.reduce(0) { $1.work == .run ? $0 + $1.kernel.repeatedMultiplyAccumulates : $0 }
  }
  /// Memory of the weights in the order of the kernels' loops, shared by all sessions.
  public var packedBytes: Int {
    steps.reduce(0) { $1.work == .run ? $0 + $1.kernel.packedBytes : $0 }
  }
  /// Weights and biases that are stored for the operators.
  public var parameters: Int { operators.reduce(0) { $0 + $1.parameters } }

  let steps: [Step]
  /// For each of ``inputs`` the operator that takes it where it lies, nil where it is copied.
  let inputSteps: [Int?]
  let constants: ConstantPool
  /// For each tensor the one whose memory it shares, itself where it has its own.
  let storage: [Int]

  /// - Throws: ``ModelError``; its message does not repeat the path except where reading failed.
  public init(
    contentsOf path: String, arithmetic: Arithmetic = .liteRT, kernels: KernelSet = .preferred,
    strategy: MemoryStrategy = .layers
  ) throws(ModelError) {
    try self.init(
      bytes: Self.fileBytes(path), arithmetic: arithmetic, kernels: kernels, strategy: strategy)
  }

  static func fileBytes(_ path: String) throws(ModelError) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
  }

  /// - Parameter bytes: A whole `.tflite` file.
  public init(
    bytes: [UInt8], arithmetic: Arithmetic = .liteRT, kernels: KernelSet = .preferred,
    strategy: MemoryStrategy = .layers
  ) throws(ModelError) {
    let file = try ModelFile(FlatBuffer(bytes: bytes))
    self.init(
      try Graph(file, bytes: bytes, arithmetic: arithmetic), arithmetic: arithmetic,
      kernels: kernels, strategy: strategy, fileBytes: bytes.count)
  }

  init(
    _ graph: Graph, arithmetic: Arithmetic, kernels: KernelSet, strategy: MemoryStrategy,
    fileBytes: Int
  ) {
    let (graph, plan) = graph.foldingPadding().planned(for: strategy, on: kernels)
    tensors = graph.tensors.map(\.description)
    inputs = graph.inputs.map { graph.tensors[$0].description }
    outputs = graph.outputs.map { graph.tensors[$0].description }
    operators = graph.operators
    steps = graph.steps
    let takers = graph.steps.indices.filter { graph.steps[$0].work == .takeInput }
      .map { (graph.steps[$0].operands[0], $0) }
    // An input is taken only where nothing else reads it.
    let takerOfInput = Dictionary(uniqueKeysWithValues: takers)
    inputSteps = graph.inputs.map { takerOfInput[$0] }
    storage = graph.storage
    self.plan = plan
    constants = ConstantPool(graph.constantsToKeep)
    self.arithmetic = arithmetic
    self.kernels = kernels
    self.strategy = strategy
    self.fileBytes = fileBytes
  }
}

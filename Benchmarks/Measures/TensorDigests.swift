import ContentDigest
import Foundation
import QuantizedInference

/// What a model is, for who compares its tensors.
struct TensorDigestHeader: Encodable {
  struct Operator: Encodable {
    let name: String
    let tensor: Int
    let values: Int
    let treatment: String
  }

  let kernels: String
  /// In the order of execution.
  let operators: [Operator]
  /// Tensors that no operator writes and that are no input: weights, biases, axes.
  let constants: Int
}

/// Answers inputs with digests of every operator's output, until the inputs end.
///
/// Written is first a line of JSON, ``TensorDigestHeader``. Then, for the raw bytes of all inputs of the
/// model, one after the other, come the SHA-256 of each operator's output, 32 bytes each, and that of
/// the model's outputs from a second run, unobserved, in which the operators run that the plan has
/// left.
func answerTensorDigests(model path: String, kernels: String) throws {
  guard let set = KernelSet.named(kernels) else {
    throw MeasureError.noSuchKernels(kernels, available: KernelSet.available.map(\.name))
  }
  let model = try Model(contentsOf: path, kernels: set)
  var session = try Session(model)
  let output = FileHandle.standardOutput
  try output.write(contentsOf: JSONEncoder().encode(TensorDigestHeader(model)) + Data("\n".utf8))
  while let inputs = try readInputs(of: model) {
    var answer = Data()
    _ = try session.run(inputs: inputs) { _, _, bytes in answer += digest(bytes) }
    answer += digest(try session.run(inputs: inputs).flatMap { $0 })
    try output.write(contentsOf: answer)
  }
}

extension TensorDigestHeader {
  init(_ model: Model) {
    kernels = model.kernels.name
    operators = zip(model.operators, model.treatments).map { operation, treatment in
      Operator(
        name: operation.name, tensor: operation.output,
        values: model.tensors[operation.output].elementCount, treatment: treatment.rawValue)
    }
    let made = Set(model.operators.map(\.output) + model.inputs.map(\.index))
    constants = model.tensors.count { !made.contains($0.index) }
  }
}

/// - Returns: `nil` where standard input ends.
private func readInputs(of model: Model) throws -> [[UInt8]]? {
  var inputs: [[UInt8]] = []
  for description in model.inputs {
    var bytes: [UInt8] = []
    while bytes.count < description.byteCount {
      let piece = try FileHandle.standardInput.read(upToCount: description.byteCount - bytes.count)
      guard let piece, !piece.isEmpty else { return nil }
      bytes += piece
    }
    inputs.append(bytes)
  }
  return inputs
}

private func digest(_ bytes: [UInt8]) -> [UInt8] {
  var hash = SHA256()
  hash.update(bytes)
  return hash.finishBytes()
}

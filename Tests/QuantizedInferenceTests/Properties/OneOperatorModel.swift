import ModelWriting
import QuantizedInference
import Testing

/// A model of one operator; its tensors without constants are what it is given.
struct OneOperatorModel {
  let file: [UInt8]

  init(_ operation: TFLiteOperation, inputs: [TFLiteTensor], output: TFLiteTensor) {
    var writer = TFLiteWriter()
    let indices = inputs.map { writer.add($0) }
    let result = writer.add(output)
    writer.add(operation, inputs: indices, output: result)
    writer.inputs = zip(indices, inputs).filter { $1.constant == nil }.map(\.0)
    writer.outputs = [result]
    file = writer.serialized()
  }

  /// The raw bytes of the engine's output, which all kernel sets must give.
  func output(_ given: [UInt8]..., arithmetic: Arithmetic = .liteRT) throws -> [UInt8] {
    try output(given: given, arithmetic: arithmetic)
  }

  func output(given: [[UInt8]], arithmetic: Arithmetic = .liteRT) throws -> [UInt8] {
    let outputs = try KernelSet.watched.map { kernels in
      var session = try Session(Model(bytes: file, arithmetic: arithmetic, kernels: kernels))
      return try session.run(inputs: given)[0]
    }
    let plain = try #require(outputs.last)
    for (output, kernels) in zip(outputs, KernelSet.watched) where output != plain {
      Issue.record("\(kernels) gives other bytes than the plain kernels")
    }
    return plain
  }

  /// The engine's int8 output.
  func int8Output(_ given: QuantizedValues..., arithmetic: Arithmetic = .liteRT) throws -> [Int] {
    try output(given: given.map(\.bytes), arithmetic: arithmetic).map {
      Int(Int8(bitPattern: $0))
    }
  }
}

/// Where two results part, in words; nil if they are the same.
func difference(_ found: [Int], _ expected: [Int]) -> String? {
  guard found.count == expected.count else {
    return "\(found.count) values instead of \(expected.count)"
  }
  let wrong = found.indices.filter { found[$0] != expected[$0] }
  return wrong.first.map {
    "\(wrong.count) of \(found.count) values differ, the first at \($0): "
      + "\(found[$0]) instead of \(expected[$0])"
  }
}

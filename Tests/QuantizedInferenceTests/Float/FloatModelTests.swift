import AllocationCounter
import ModelWriting
import QuantizedInference
import TestSupport
import Testing

/// How quantized files are read as real numbers.
@Suite struct FloatModelTests {
  private func run(_ model: OneOperatorModel, _ inputs: [Float]...) throws -> [Float] {
    var session = try FloatSession(FloatModel(bytes: model.file))
    return try session.run(inputs)[0]
  }

  private func message(_ file: [UInt8]) -> String {
    do throws(ModelError) {
      _ = try FloatModel(bytes: file)
      return "accepted"
    } catch {
      return error.description
    }
  }

  @Test func `quantizing and dequantizing leave real numbers as they are`() throws {
    let shape = [1, 5]
    let real = TFLiteTensor(.float32, shape)
    let int8 = TFLiteTensor(int8: shape, scale: 0.5, zeroPoint: 3)
    let uint8 = TFLiteTensor(.uint8, shape, .init(scale: 7, zeroPoint: 200))
    let numbers: [Float] = [0.3, -1000, 1e30, -0.0001, 4]
    for model in [
      OneOperatorModel(.quantize, inputs: [real], output: int8),
      OneOperatorModel(.quantize, inputs: [uint8], output: int8),
      OneOperatorModel(.dequantize, inputs: [uint8], output: real),
    ] {
      #expect(try run(model, numbers) == numbers)
    }
  }

  @Test func `of an integer's range only the fused activation is left`() throws {
    let tensor = TFLiteTensor(int8: [1, 5], scale: 0.01, zeroPoint: 0)
    let numbers: [Float] = [-100, -0.5, 0.25, 2, 100]
    let expected: [(TFLiteActivation, [Float])] = [
      (.none, [-200, -1, 0.5, 4, 200]), (.relu, [0, 0, 0.5, 4, 200]),
      (.reluMinusOneToOne, [-1, -1, 0.5, 1, 1]), (.relu6, [0, 0, 0.5, 4, 6]),
    ]
    for (activation, results) in expected {
      let model = OneOperatorModel(.add(activation), inputs: [tensor, tensor], output: tensor)
      #expect(try run(model, numbers, numbers) == results)
    }
  }

  @Test func `the bytes of an input become the numbers for which they stand`() throws {
    let int8 = TFLiteTensor(int8: [1, 3], scale: 0.5, zeroPoint: -1)
    let uint8 = TFLiteTensor(.uint8, [1, 3], .init(scale: 2, zeroPoint: 10))
    let real = TFLiteTensor(.float32, [1, 1])
    func reals(_ tensor: TFLiteTensor, _ bytes: [UInt8]) throws -> [Float] {
      let model = try FloatModel(
        bytes: OneOperatorModel(.reshape(), inputs: [tensor], output: tensor).file)
      #expect(model.inputs[0].elementType == .float32)
      #expect(model.outputs[0].elementType == .float32)
      #expect(model.storedInputs[0].byteCount == bytes.count)
      #expect(throws: ModelError.self) { try model.reals(ofInput: 0, bytes + [0]) }
      return try model.reals(ofInput: 0, bytes)
    }
    #expect(try reals(int8, [0x80, 0xFF, 0x7F]) == [-63.5, 0, 64])
    #expect(try reals(uint8, [0, 10, 255]) == [-20, 0, 490])
    #expect(try reals(real, littleEndianBytes(Float(1.25).bitPattern)) == [1.25])
  }

  /// In mcunet-in3 the biases' own scales are off.
  @Test func `a bias counts in steps of the input's and the weights' scales, whatever its own`()
    throws
  {
    let input = TFLiteTensor(int8: [1, 2], scale: 0.5, zeroPoint: 7)
    let output = TFLiteTensor(int8: [1, 2], scale: 0.1, zeroPoint: 0)
    let weights = TFLiteTensor(
      values: [2, 0, 0, 4], shape: [2, 2], .init(scales: [0.25, 8], dimension: 0))
    let biases = TFLiteTensor(integers: [16, -3], .init(scale: 77, zeroPoint: 0))
    let model = OneOperatorModel(
      .fullyConnected(), inputs: [input, weights, biases], output: output)
    #expect(try run(model, [1, 10]) == [0.5 + 2, 320 - 12])

    let real = TFLiteTensor(.float32, [1, 2])
    let mixed = OneOperatorModel(.fullyConnected(), inputs: [real, weights, biases], output: real)
    #expect(try run(mixed, [1, 10]) == [0.5 + 16 * 77, 320 - 3 * 77])
    let plain = OneOperatorModel(
      .fullyConnected(), inputs: [real, weights, TFLiteTensor(integers: [16, -3])], output: real)
    #expect(message(plain.file).contains("its biases are integers without a scale"))
  }

  @Test func `inputs and outputs that are no real numbers are refused`() {
    let image = TFLiteTensor(int8: [1, 4, 4, 2], scale: 0.5, zeroPoint: 0)
    let model = OneOperatorModel(.shape, inputs: [image], output: TFLiteTensor(.int32, [4]))
    #expect(message(model.file).contains("an input or output of integers without a scale"))
  }

  @Test func `weights that every operator uses again cannot take much memory`() {
    let side = 256
    var writer = TFLiteWriter()
    let weights = writer.add(
      TFLiteTensor(
        values: [Int8](repeating: 1, count: side * side), shape: [side, side],
        .init(scale: 0.5, zeroPoint: 0)))
    func add(_ operators: Int, _ writer: TFLiteWriter) -> [UInt8] {
      var writer = writer
      var last = writer.add(TFLiteTensor(int8: [1, side], scale: 0.5, zeroPoint: 0))
      writer.inputs = [last]
      for _ in 0..<operators {
        let next = writer.add(TFLiteTensor(int8: [1, side], scale: 0.5, zeroPoint: 0))
        writer.add(.fullyConnected(), inputs: [last, weights], output: next)
        last = next
      }
      writer.outputs = [last]
      return writer.serialized()
    }
    #expect(message(add(2, writer)) == "accepted")
    #expect(message(add(100, writer)).contains("constants are used this often"))
  }

  @Test func `watching the operators changes no number, nor does running again`() throws {
    let model = try FloatModel(bytes: TinyModel.bytes())
    var session = try FloatSession(model)
    var watched = try FloatSession(model)
    for (run, pattern) in InputPattern.allCases.enumerated() {
      let inputs = try pattern.reals(of: model, seed: 5, run: run)
      var seen = 0
      let expected = try watched.run(inputs) { operation, tensor, bytes in
        #expect(model.tensors[operation.output] == tensor && bytes.count == tensor.byteCount)
        seen += 1
      }
      #expect(seen == model.operators.count)
      #expect(try session.run(inputs) == expected)
      #expect(try session.run(inputs) == expected)
      var output = [Float](repeating: 0, count: expected[0].count)
      let input = inputs[0]
      var span = output.mutableSpan
      try session.run(input.span, into: &span)
      #expect([output] == expected)
    }
  }

  @Test func `inputs of another number or size are refused`() throws {
    var session = try FloatSession(FloatModel(bytes: TinyModel.bytes()))
    #expect(throws: ModelError.wrongInputCount(expected: 1, found: 0)) { try session.run([]) }
    #expect {
      try session.run([[1, 2]])
    } throws: {
      if case .wrongInputSize(_, _, found: 8) = $0 as? ModelError { true } else { false }
    }
  }

  @Test(.enabled(if: counts_allocations(), "a sanitizer has the allocator"))
  func `a run of spans allocates nothing`() throws {
    var session = try FloatSession(FloatModel(bytes: TinyModel.bytes()))
    let input = [Float](repeating: 0.1, count: session.model.inputs[0].elementCount)
    var output = [Float](repeating: 0, count: session.model.outputs[0].elementCount)
    var span = output.mutableSpan
    try session.run(input.span, into: &span)
    let before = allocation_count()
    for _ in 0..<3 { try session.run(input.span, into: &span) }
    #expect(allocation_count() == before)
  }
}

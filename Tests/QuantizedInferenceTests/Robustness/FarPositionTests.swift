import ModelWriting
import TestSupport
import Testing

@testable import QuantizedInference

/// Small files whose folded borders, kernels and strides lead far outside of 32 bits.
@Suite struct FarPositionTests {
  private static let most = Int(Int32.max)

  /// A row of one value, a `PAD` along its columns that the convolution imagines, and the convolution.
  private func file(
    padding: (before: Int, after: Int), kernel: (height: Int, width: Int), stride: Int,
    outputWidth: Int
  ) -> [UInt8] {
    var writer = TFLiteWriter()
    func add(_ shape: [Int]) -> Int {
      writer.add(TFLiteTensor(int8: shape, scale: 1, zeroPoint: 0))
    }
    let input = add([1, 1, 1, 1])
    let padded = add([1, 1, 1 + padding.before + padding.after, 1])
    let amounts = [0, 0, 0, 0, padding.before, padding.after, 0, 0].map { Int32($0) }
    writer.add(
      .pad,
      inputs: [input, writer.add(TFLiteTensor(integers: amounts, shape: [4, 2]))], output: padded)
    let weights = writer.add(
      TFLiteTensor(
        values: [Int8](repeating: 1, count: kernel.height * kernel.width),
        shape: [1, kernel.height, kernel.width, 1], .init(scale: 0.01, zeroPoint: 0)))
    let output = add([1, 1, outputWidth, 1])
    writer.add(
      .conv2D(
        TFLiteWindow(
          height: kernel.height, width: kernel.width, padding: .same, strideHeight: 1,
          strideWidth: stride)),
      inputs: [padded, weights, writer.add(TFLiteTensor(integers: [0]))], output: output)
    (writer.inputs, writer.outputs) = ([input], [output])
    return writer.serialized()
  }

  @Test(arguments: KernelSet.available)
  func `a window that ends behind 2³¹ writes only its output`(kernels: KernelSet) throws {
    // The last column seen is 32,767 · 65,536 + 70,000.
    let bytes = file(
      padding: (Self.most - 40_001, 40_000), kernel: (3, 70_000), stride: 65_536,
      outputWidth: 32_768)
    #expect(bytes.count < 220_000)
    var session = try Session(Model(bytes: bytes, kernels: kernels))
    let output = try session.run(inputs: [[100]])[0]
    var plain = try Session(Model(bytes: bytes, kernels: .plain))
    #expect(try output == plain.run(inputs: [[100]])[0])
    #expect(output.contains { $0 != 0 })
  }

  @Test(arguments: KernelSet.available)
  func `a border of 2³¹ columns is loaded or refused, never the program's end`(
    kernels: KernelSet
  ) throws {
    let bytes = file(
      padding: (Self.most - 1, 0), kernel: (1, 5), stride: 1, outputWidth: Self.most)
    #expect(bytes.count < 1000)
    #expect(throws: ModelError.self) { _ = try Session(Model(bytes: bytes, kernels: kernels)) }
  }

  @Test(arguments: KernelSet.available.dropLast())
  func `a layer that is too large to pack leaves room for the next`(kernels: KernelSet) throws {
    var writer = TFLiteWriter()
    let depth = 300_000
    let input = writer.add(TFLiteTensor(int8: [1, depth], scale: 1, zeroPoint: 0))
    let long = writer.add(
      TFLiteTensor(
        values: [Int8](repeating: 1, count: depth), shape: [1, depth],
        .init(scale: 1e-4, zeroPoint: 0)))
    let middle = writer.add(TFLiteTensor(int8: [1, 1], scale: 1, zeroPoint: 0))
    writer.add(.fullyConnected(), inputs: [input, long, -1], output: middle)
    let wide = writer.add(
      TFLiteTensor(
        values: [Int8](repeating: 1, count: 64), shape: [64, 1], .init(scale: 0.1, zeroPoint: 0)))
    let output = writer.add(TFLiteTensor(int8: [1, 64], scale: 1, zeroPoint: 0))
    writer.add(.fullyConnected(), inputs: [middle, wide, -1], output: output)
    (writer.inputs, writer.outputs) = ([input], [output])
    #expect(try Model(bytes: writer.serialized(), kernels: kernels).packedBytes > 0)
  }
}

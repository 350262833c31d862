import CInt8Kernels
import Foundation
import TestSupport
import Testing

@testable import QuantizedInference

/// Weights are packed once, also for operators that run patch by patch.
@Suite struct SharedPackingTests {
  @Test func `weights that a part of an image shares are those that it would pack itself`() throws {
    var (shared, own) = (0, 0)
    for seed in 1...400 as ClosedRange<UInt64> {
      let whole = KernelCase(seed: seed, isDepthwise: !seed.isMultiple(of: 4))
      var random = SplitMix64(seed: seed)
      let part = whole.layer.part(ofWidth: random.integer(1...30))
      for set in KernelSet.tested {
        guard let kernel = whole.kernel(on: set, whole.layer),
          let alone = whole.kernel(on: set, part)
        else { continue }
        guard let cut = kernel.cut(to: part.window) else {
          own += 1
          continue
        }
        shared += 1
        #expect(cut.packed === kernel.packed)
        #expect(cut.packed.bytes == alone.packed.bytes, "\(set), seed \(seed): \(part)")
        #expect(cut.rows == alone.rows && cut.outputRowBytes == alone.outputRowBytes)
        #expect(cut.scratchBytes == alone.scratchBytes && cut.ringBytes == alone.ringBytes)
      }
    }
    let sets = KernelSet.tested.count - 1
    #expect(shared >= 200 * sets && own >= 20 * sets, "\(shared) and \(own)")
  }

  @Test(.needsShared("models"), arguments: KernelSet.available, [2, 3, 4])
  func `patches take no more packed weights than whole layers`(kernels: KernelSet, grid: Int) throws
  {
    let path = SharedData.url("models/mcunet-vww1.tflite").path
    let layers = try Model(contentsOf: path, kernels: kernels)
    let patches = try Model(contentsOf: path, kernels: kernels, strategy: .patches(grid))
    #expect(patches.plan.arenaBytes < layers.plan.arenaBytes)
    #expect(patches.packedBytes == layers.packedBytes)
  }
}

extension KernelCase {
  /// The case's weights for another geometry; `nil` where the set does not compute them.
  fileprivate func kernel(on set: KernelSet, _ layer: int8_layer) -> VectorWindow? {
    guard let functions = unsafe set.functions?.pointee else { return nil }
    return unsafe VectorWindow(
      isDepthwise ? functions.depthwise : functions.convolution, of: functions, layer, batch: 1,
      weights: ConvolutionWeights(weights: weights, biases: channels.map(\.bias)),
      rescaling: ChannelRescaling(
        multipliers: channels.map { QuantizedMultiplier(mantissa: $0.multiplier, shift: $0.shift) },
        zeroPoint: layer.output_zero_point, range: layer.lowest...layer.highest),
      budget: PreparationBudget(fileBytes: 1 << 20))
  }
}

extension int8_layer {
  /// The same layer on fewer or more columns, without a border.
  fileprivate func part(ofWidth width: Int) -> int8_layer {
    var part = self
    part.output_width = Int32(width)
    part.input_width = (part.output_width - 1) * stride_width + kernel_width
    part.padding_left = 0
    return part
  }

  fileprivate var window: Window {
    func axis(_ numbers: (Int32, Int32, Int32, Int32, Int32)) -> WindowAxis {
      WindowAxis(
        input: Int(numbers.0), output: Int(numbers.1), taps: Int(numbers.2),
        stride: Int(numbers.3), dilation: 1, padding: Int(numbers.4))
    }
    return Window(
      batch: 1,
      rows: axis((input_height, output_height, kernel_height, stride_height, padding_top)),
      columns: axis((input_width, output_width, kernel_width, stride_width, padding_left)))
  }
}

extension PackedWeights {
  fileprivate var bytes: [UInt8] {
    unsafe Array(UnsafeRawBufferPointer(start: start, count: byteCount))
  }
}

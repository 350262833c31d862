import AllocationCounter
import Foundation
import QuantizedInference
import TestSupport
import Testing

/// A run takes no memory beside the session's, however the operators are carried out.
@Suite(.enabled(if: counts_allocations(), "a sanitizer has the allocator"))
struct StrategyAllocationTests {
  static let strategies = [MemoryStrategy.layers, .smallest, .patches(2), .patches(3)]

  @Test(arguments: KernelSet.available, strategies)
  func `a run allocates nothing`(kernels: KernelSet, strategy: MemoryStrategy) throws {
    try check(TinyModel.path, kernels: kernels, strategy: strategy)
  }

  @Test(.needsShared("models"), arguments: KernelSet.available, strategies)
  func `a run of a whole network allocates nothing`(
    kernels: KernelSet, strategy: MemoryStrategy
  ) throws {
    let path = SharedData.url("models/mcunet-vww1.tflite").path
    try check(path, kernels: kernels, strategy: strategy)
  }

  private func check(_ path: String, kernels: KernelSet, strategy: MemoryStrategy) throws {
    let layers = try Model(contentsOf: path, kernels: kernels).plan.arenaBytes
    let model = try Model(contentsOf: path, kernels: kernels, strategy: strategy)
    #expect(strategy == .layers || model.plan.arenaBytes < layers, "it runs as layers do")

    var session = try Session(model)
    let input = [Int8](repeating: 3, count: model.inputs[0].elementCount)
    var output = [Int8](repeating: 0, count: model.outputs[0].elementCount)
    var span = output.mutableSpan
    let inputs = [[UInt8](repeating: 3, count: input.count)]
    var outputs = [[UInt8](repeating: 0, count: span.count)]
    let before = allocation_count()
    for _ in 0..<3 {
      session.run(input.span, into: &span)
      try session.run(inputs: inputs, into: &outputs)
    }
    #expect(allocation_count() == before)
  }
}

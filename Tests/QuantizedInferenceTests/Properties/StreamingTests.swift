import ModelWriting
import QuantizedInference
import TestSupport
import Testing

/// Row by row the same bytes come out, and in less memory.
@Suite struct StreamingTests {
  @Test(arguments: KernelSet.available)
  func `chains run row by row give the bytes of whole layers`(kernels: KernelSet) throws {
    var smaller = 0
    for seed in 1...300 as ClosedRange<UInt64> {
      let chain = RandomChain(seed: seed)
      let input = InputPattern.uniform.bytes(shape: chain.inputShape, type: .int8, state: seed)
      var layers = try Session(
        Model(bytes: chain.file, kernels: .plain, strategy: .layers))
      var rows = try Session(Model(bytes: chain.file, kernels: kernels, strategy: .smallest))
      let expected = try layers.run(inputs: [input])
      #expect(try rows.run(inputs: [input]) == expected, "seed \(seed)")
      #expect(try rows.run(inputs: [input]) == expected, "seed \(seed), again")
      let whole = try Model(bytes: chain.file, kernels: kernels, strategy: .layers).plan.arenaBytes
      #expect(rows.plan.arenaBytes <= whole, "seed \(seed)")
      if rows.plan.arenaBytes < whole { smaller += 1 }
    }
    #expect(smaller > 100)
  }

  @Test(arguments: KernelSet.available, [2, 3])
  func `patch by patch the same bytes come out`(kernels: KernelSet, grid: Int) throws {
    var smaller = 0
    for seed in 501...700 as ClosedRange<UInt64> {
      let chain = RandomChain(seed: seed)
      let input = InputPattern.uniform.bytes(shape: chain.inputShape, type: .int8, state: seed)
      var layers = try Session(Model(bytes: chain.file, kernels: .plain))
      var patches = try Session(
        Model(bytes: chain.file, kernels: kernels, strategy: .patches(grid)))
      let expected = try layers.run(inputs: [input])
      #expect(try patches.run(inputs: [input]) == expected, "seed \(seed)")
      let whole = try Model(bytes: chain.file, kernels: kernels).plan.arenaBytes
      #expect(patches.plan.arenaBytes <= whole, "seed \(seed)")
      if patches.plan.arenaBytes < whole { smaller += 1 }
    }
    #expect(smaller > 20)
  }
}

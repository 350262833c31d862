import ModelWriting
import QuantizedInference
import TestSupport
import Testing

@Suite struct GraphPropertyTests {
  @Test func `a graph computes what its operators compute one at a time`() throws {
    for seed in 1...400 as ClosedRange<UInt64> {
      let graph = RandomGraph(seed: seed)
      var values: [Int: [UInt8]] = [:]
      values[0] = InputPattern.uniform.bytes(
        shape: graph.tensors[0].shape, type: .int8, state: seed)
      for step in graph.steps {
        let alone = OneOperatorModel(
          step.operation, inputs: step.inputs.map { graph.tensors[$0] },
          output: graph.tensors[step.output])
        values[step.output] = try alone.output(given: step.inputs.compactMap { values[$0] })
      }

      for strategy in [MemoryStrategy.layers, .smallest, .patches(2)] {
        var session = try Session(Model(bytes: graph.file, strategy: strategy))
        let input = try #require(values[0])
        let outputs = try session.run(inputs: [input])
        #expect(outputs == graph.outputs.map { values[$0] }, "seed \(seed), \(strategy)")
        let watched = try session.run(inputs: [input]) { operation, tensor, bytes in
          #expect(
            bytes == values[tensor.index],
            "seed \(seed), \(strategy): operator \(operation.position) \(operation.name)")
        }
        #expect(watched == outputs, "seed \(seed), \(strategy)")
      }
    }
  }
}

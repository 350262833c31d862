import QuantizedInference
import TestSupport
import Testing

/// The model that travels in the repository, end to end.
@Suite struct TinyModelParityTests {
  @Test(arguments: KernelSet.tested)
  func `every operator's output of the small model is LiteRT's`(kernels: KernelSet) throws {
    let digests = try TinyModel.digests()
    let model = try Model(contentsOf: TinyModel.path, kernels: kernels)
    var session = try Session(model)
    var tally = Tally("tiny-mcunet on \(kernels) against LiteRT")
    tally.models = 1
    #expect(model.operators.map(\.name) == digests.operators.map(\.op))
    for (number, run) in digests.runs.enumerated() {
      let pattern = try #require(InputPattern(rawValue: String(run.input.dropFirst(3))))
      let inputs = pattern.inputs(of: model, seed: digests.seed, run: number)
      #expect(inputs.map { sha256($0) } == run.inputSHA256)
      _ = try session.run(inputs: inputs) { operation, tensor, bytes in
        let position = operation.position
        tally.count(
          sha256(bytes) == run.tensors[position],
          "\(run.input), operator \(position) \(operation.name), \(tensor.name)")
      }
    }
    tally.report(of: digests.runs.count * digests.operators.count)
  }

  @Test func `watching the operators changes no output byte, nor does running again`() throws {
    let model = try Model(bytes: TinyModel.bytes())
    var watched = try Session(model)
    var plain = try Session(model)
    for (run, pattern) in InputPattern.allCases.enumerated() {
      let inputs = pattern.inputs(of: model, seed: 5, run: run)
      var seen = 0
      let expected = try watched.run(inputs: inputs) { _, _, _ in seen += 1 }
      #expect(seen == model.operators.count)
      #expect(try plain.run(inputs: inputs) == expected)
      #expect(try plain.run(inputs: inputs) == expected)
    }
  }

  @Test(arguments: [MemoryStrategy.layers, .smallest])
  func `only what is computed has a place of its own in memory`(strategy: MemoryStrategy) throws {
    let model = try Model(bytes: TinyModel.bytes(), strategy: strategy)
    let placed = Set(model.plan.allocations.compactMap(\.tensor))
    #expect(model.treatments.count == model.operators.count)
    let everything = Set(Model.Treatment.allCases)
    #expect(
      Set(model.treatments)
        == (strategy == .layers ? everything.subtracting([.streamed]) : everything))
    for (operation, treatment) in zip(model.operators, model.treatments) {
      #expect(
        placed.contains(operation.output) == (treatment == .computed),
        "\(operation.position) \(operation.name), \(treatment)")
      if treatment == .imagined { #expect(operation.name == "PAD") }
    }
  }
}

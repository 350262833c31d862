import Foundation
import ModelZoo
import QuantizedInference
import TestSupport
import Testing

/// The networks that are built with random weights, where the published file is not at hand.
@Suite struct RandomNetworkParityTests {
  /// What LiteRT's reference kernels made of them: `Tests/Golden/zoo/make.py`.
  struct Golden: Decodable {
    struct Operator: Decodable {
      let op: String
      /// SHA-256 over the output in all runs, one after the other.
      let litert: String
    }

    struct Network: Decodable {
      let name: String
      let sha256: String
      let operators: [Operator]
    }

    let seed: UInt64
    let networks: [Network]
  }

  static let names = ["mbv2-w0.35", "proxyless-w0.3", "mcunet-in0", "mcunet-in1"]

  private func golden() throws -> Golden {
    try JSONDecoder().decode(
      Golden.self,
      from: Data(
        contentsOf: SharedData.repository.appending(path: "Tests/Golden/zoo/networks.json")))
  }

  private func file(_ name: String) throws -> [UInt8] {
    let topology = try #require(PublishedNet.named(name)?.topology)
    return RandomNetwork(topology, named: name).file
  }

  @Test(arguments: names, KernelSet.tested)
  func `every tensor of every run of a built network is LiteRT's`(
    name: String, kernels: KernelSet
  ) throws {
    let golden = try golden()
    let expected = try #require(golden.networks.first { $0.name == name })
    let file = try file(name)
    // The same bytes on any machine, or LiteRT was asked of another network.
    #expect(sha256(file) == expected.sha256)
    let model = try Model(bytes: file, kernels: kernels)
    #expect(model.operators.map(\.name) == expected.operators.map(\.op))
    var session = try Session(model)
    var streaming = try Session(Model(bytes: file, kernels: kernels, strategy: .smallest))
    var outputs: [[UInt8]] = expected.operators.map { _ in [] }
    for (run, pattern) in InputPattern.sequence(randomPairs: 1).enumerated() {
      let inputs = pattern.inputs(of: model, seed: golden.seed, run: run)
      let observed = try session.run(inputs: inputs) { operation, _, bytes in
        outputs[operation.position] += bytes
      }
      #expect(try session.run(inputs: inputs) == observed)
      #expect(try streaming.run(inputs: inputs) == observed)
    }
    var tally = Tally("\(name), built, on \(kernels) against LiteRT")
    tally.models = 1
    for (number, (output, operation)) in zip(outputs, expected.operators).enumerated() {
      tally.count(sha256(output) == operation.litert, "\(number) \(operation.op)")
    }
    tally.report(of: expected.operators.count)
  }

  @Test(arguments: names)
  func `what a built network computes neither vanishes nor is all at a limit`(name: String) throws {
    let model = try Model(bytes: file(name))
    var session = try Session(model)
    let inputs = InputPattern.uniform.inputs(of: model, seed: 1, run: 7)
    let output = try session.run(inputs: inputs) { operation, tensor, bytes in
      // What a PAD adds is zero.
      guard operation.name != "PAD" else { return }
      let values = bytes.map { Int8(bitPattern: $0) }
      let atLimit = values.count { $0 == -128 || $0 == 127 }
      let place = "\(operation.position) \(operation.name)"
      let isRectified = tensor.zeroPoint == -128
      // Half of what ReLU6 gives is zero by design.
      #expect(Double(atLimit) < (isRectified ? 0.8 : 0.03) * Double(values.count), "\(place)")
      #expect(Set(values).count > min(40, values.count / 3), "\(place)")
    }
    #expect(Set(output[0]).count > 60)
  }
}

import Foundation
import ModelWriting
import QuantizedInference
import TestSupport
import Testing

/// The backbone of a network is the network, bit for bit, as far as its embedding.
@Suite struct BackboneTests {
  struct Subject: Sendable, CustomStringConvertible {
    let path: String
    let values: Int
    var description: String { path }
  }

  static let own = [
    Subject(path: "Models/earshot-animals/model.tflite", values: 160),
    Subject(path: "Tests/Golden/tiny-bundle/model.tflite", values: 16),
    Subject(path: "Tests/Golden/engine/tiny-mcunet.tflite", values: 16),
  ]
  static let shared = [
    ("mcunet-in2", 160), ("mcunet-in4", 320), ("mcunet-vww0", 160), ("mcunetv2-large", 384),
    ("tinyengine-vww", 160), ("mlperf-ic", 64), ("mlperf-kws", 64), ("mlperf-vww96", 256),
    ("wakevision-samy", 40), ("wakevision-mcunet-vww0", 160),
  ].map { Subject(path: "../shared/models/\($0.0).tflite", values: $0.1) }

  private func bytes(_ subject: Subject) throws -> [UInt8] {
    try [UInt8](
      Data(contentsOf: SharedData.repository.appending(path: subject.path).standardizedFileURL))
  }

  private func check(_ subject: Subject) throws {
    let network = try bytes(subject)
    let backbone = try NetworkBackbone(of: network)
    #expect(backbone.embedding.elementCount == subject.values)
    let whole = try Model(bytes: network)
    let cut = try Model(bytes: backbone.file)
    #expect(cut.outputs[0].quantization == backbone.embedding.quantization)
    #expect(cut.operators.count < whole.operators.count)
    #expect(backbone.file.count < network.count)
    let head = QuantizedHead(
      DrawnHead.layers(inputs: subject.values, units: [6], seed: 2),
      inputScale: backbone.embedding.scale, inputZeroPoint: backbone.embedding.zeroPoint,
      ranges: [-2...2])
    let other = try Model(bytes: backbone.file(with: head, description: "other"))

    var session = try Session(whole)
    var cutSession = try Session(cut)
    var otherSession = try Session(other)
    var headSession = try Session(Model(bytes: head.file))
    for run in 0..<3 {
      let inputs = InputPattern.gauss.inputs(of: whole, seed: 4, run: run)
      var embedding: [UInt8] = []
      _ = try session.run(inputs: inputs) { _, tensor, bytes in
        if tensor.index == backbone.embedding.index { embedding = bytes }
      }
      #expect(try cutSession.run(inputs: inputs) == [embedding], "run \(run)")
      let logits = try headSession.run(inputs: [embedding])
      #expect(try otherSession.run(inputs: inputs) == logits, "run \(run)")
    }
  }

  @Test(arguments: own)
  func `the embedding has the bits that it has in the whole network`(subject: Subject) throws {
    try check(subject)
  }

  @Test(.needsShared("models"), arguments: shared)
  func `the embedding of a published network has the bits that it has there`(
    subject: Subject
  ) throws {
    try check(subject)
  }

  @Test(arguments: own)
  func `operators, options, weights and names of the backbone stand in the file as they stood`(
    subject: Subject
  ) throws {
    let network = try bytes(subject)
    let whole = try Model(bytes: network)
    let cut = try Model(bytes: NetworkBackbone(of: network).file)
    let names = Set(cut.tensors.map(\.name))
    for (before, after) in zip(whole.operators, cut.operators) {
      #expect(after.name == before.name && after.parameters == before.parameters)
      #expect(after.multiplyAccumulates == before.multiplyAccumulates)
      for (old, new) in zip(before.inputs + [before.output], after.inputs + [after.output])
      where old >= 0 {
        let (was, now) = (whole.tensors[old], cut.tensors[new])
        #expect(now.name == was.name && now.shape == was.shape)
        #expect(now.quantization == was.quantization)
      }
    }
    // Nothing of the head is left in it.
    for operation in whole.operators.dropFirst(cut.operators.count) {
      #expect(!names.contains(whole.tensors[operation.output].name))
    }
  }

  @Test(
    .needsShared("models"), arguments: [("mlperf-ad", "every layer"), ("person-det", "3 outputs")])
  func `a network without a head to be replaced is refused, and why`(
    name: String, words: String
  ) throws {
    let network = try bytes(Subject(path: "../shared/models/\(name).tflite", values: 0))
    let error = try #require(throws: BackboneError.self) { try NetworkBackbone(of: network) }
    #expect(error.description.contains(words), "\(error)")
  }

  @Test func `what is no network is refused as everywhere`() throws {
    let bytes = [UInt8]("TFL3 TFL3 TFL3".utf8)
    let reason = try #require(throws: ModelError.self) { try Model(bytes: bytes) }
    #expect(throws: BackboneError.network(reason)) { try NetworkBackbone(of: bytes) }
  }

  @Test func `a damaged network is refused, or its backbone is one that loads`() throws {
    let network = try TinyModel.bytes()
    let other = try bytes(Self.own[1])
    var loaded = 0
    for seed in 1...1500 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      guard let backbone = try? NetworkBackbone(of: random.damaged(network, splicing: other)) else {
        continue
      }
      loaded += 1
      #expect(throws: Never.self, "seed \(seed)") { try Model(bytes: backbone.file) }
    }
    #expect((50..<1450).contains(loaded), "\(loaded)")
  }
}

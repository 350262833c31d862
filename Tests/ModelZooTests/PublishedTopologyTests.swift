import Foundation
import ModelZoo
import QuantizedInference
import TestSupport
import Testing

/// The topologies in the program, held against the project's own files.
@Suite struct PublishedTopologyTests {
  static let classifiers = PublishedNet.all.filter { $0.task != .personDetection }
  /// Those whose file is at hand.
  static let present = classifiers.filter { $0.digest != nil }

  @Test func `ten networks have a topology, the sides of the table, and a picture's classes`()
    throws
  {
    #expect(Self.classifiers.count == 10 && Self.present.count == 6)
    for net in PublishedNet.all {
      #expect((net.topology == nil) == (net.task == .personDetection))
      #expect((net.figures == nil) == (net.task == .personDetection))
      guard let topology = net.topology else { continue }
      #expect(topology.side == net.width && topology.side == net.height)
      #expect(topology.classCount == (net.task == .imageNet ? 1000 : 2))
    }
  }

  @Test(.needsShared("models/configs"), arguments: classifiers)
  func `what stands in the program is what the project's configuration says`(
    net: PublishedNet
  ) throws {
    let file = SharedData.url("models/configs/\(net.name).json").path
    #expect(try NetTopology(configurationAt: file) == net.topology)
  }

  @Test(.needsShared("models"), arguments: present)
  func `a built network has the operators, shapes, cost and memory of the published file`(
    net: PublishedNet
  ) throws {
    let path = SharedData.url("models/\(net.name).tflite").path
    let topology = try #require(net.topology)
    let bytes = RandomNetwork(topology, named: net.name).file
    for strategy in [MemoryStrategy.layers, .smallest] {
      let published = try Model(contentsOf: path, strategy: strategy)
      let built = try Model(bytes: bytes, strategy: strategy)
      #expect(built.operators.map(\.name) == published.operators.map(\.name))
      #expect(shapes(of: built) == shapes(of: published))
      #expect(built.multiplyAccumulates == published.multiplyAccumulates)
      #expect(built.parameters == published.parameters)
      #expect(built.plan.arenaBytes == published.plan.arenaBytes)
      // The names of the tensors, which no computation needs, are shorter.
      #expect((0.96...1).contains(Double(built.fileBytes) / Double(published.fileBytes)))
    }
  }

  /// Of what each operator reads and writes.
  private func shapes(of model: Model) -> [[[Int]]] {
    model.operators.map { operation in
      (operation.inputs + [operation.output]).map { model.tensors[$0].shape }
    }
  }

  /// Counted by hand from the configurations: multiplications, weights, biases, and the operators PAD,
  /// CONV_2D, DEPTHWISE_CONV_2D and ADD.
  @Test(arguments: [
    ("mbv2-w0.35", 23_499_152, 736_864 + 7_208, [52, 36, 17, 10]),
    ("proxyless-w0.3", 38_282_216, 741_680 + 6_800, [61, 42, 20, 13]),
    ("mcunet-in0", 6_364_224, 735_176 + 7_832, [45, 31, 15, 8]),
    ("mcunet-in1", 12_790_096, 623_216 + 7_008, [42, 29, 14, 7]),
  ])
  func `a network without a file at hand has the cost that its configuration gives`(
    name: String, multiplyAccumulates: Int, parameters: Int, counts: [Int]
  ) throws {
    let net = try #require(PublishedNet.named(name))
    let topology = try #require(net.topology)
    let model = try Model(bytes: RandomNetwork(topology, named: name).file)
    #expect(model.multiplyAccumulates == multiplyAccumulates)
    #expect(model.parameters == parameters)
    let names = ["PAD", "CONV_2D", "DEPTHWISE_CONV_2D", "ADD"]
    #expect(names.map { name in model.operators.count { $0.name == name } } == counts)
    // What is published is that, rounded.
    let figures = try #require(net.figures)
    #expect(abs(figures.megaMACs - Double(multiplyAccumulates) / 1e6) <= 0.05)
  }
}

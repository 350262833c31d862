import Foundation
import ModelWriting
import QuantizedInference
import TestSupport
import Testing

/// A written head beside LiteRT: `Tests/Golden/heads/make.py` asked it.
@Suite struct HeadGoldenTests {
  struct Golden: Decodable {
    let seed: UInt64
    let randomPairs: Int
    /// Of each run.
    let outputs: [[Int8]]
  }

  static let folder = SharedData.repository.appending(path: "Tests/Golden/heads")

  private func file() throws -> [UInt8] {
    let backbone = try NetworkBackbone(of: TinyModel.bytes())
    let embedding = backbone.embedding
    let layers = DrawnHead.layers(inputs: embedding.elementCount, units: [9, 5], seed: 11)
    let head = QuantizedHead(
      layers, inputScale: embedding.scale, inputZeroPoint: embedding.zeroPoint,
      ranges: [0...2, -1...1.5])
    return backbone.file(with: head, description: "tiny-mcunet with a drawn head")
  }

  @Test func `the same backbone and head give the file that LiteRT was asked of`() throws {
    let file = try file()
    if let folder = ProcessInfo.processInfo.environment["HEADS"] {
      try Data(file).write(to: URL(filePath: folder).appending(path: "tiny-mcunet-head.tflite"))
    }
    let committed = try Data(contentsOf: Self.folder.appending(path: "tiny-mcunet-head.tflite"))
    #expect(file == [UInt8](committed))
    #expect(try self.file() == file)
  }

  @Test(arguments: KernelSet.tested)
  func `a network with a written head gives LiteRT's bytes`(kernels: KernelSet) throws {
    let golden = try JSONDecoder().decode(
      Golden.self,
      from: Data(contentsOf: Self.folder.appending(path: "tiny-mcunet-head.json")))
    let model = try Model(
      contentsOf: Self.folder.appending(path: "tiny-mcunet-head.tflite").path, kernels: kernels)
    var session = try Session(model)
    let patterns = InputPattern.sequence(randomPairs: golden.randomPairs)
    try #require(patterns.count == golden.outputs.count && patterns.count > 40)
    var seen: Set<Int8> = []
    for (run, (pattern, expected)) in zip(patterns, golden.outputs).enumerated() {
      let outputs = try session.run(
        inputs: pattern.inputs(of: model, seed: golden.seed, run: run))
      #expect(outputs[0].map { Int8(bitPattern: $0) } == expected, "run \(run) \(pattern)")
      seen.formUnion(expected)
    }
    // Not all the same, nor all at a limit.
    #expect(seen.count > 30)
  }
}

import Foundation
import QuantizedInference
import TestSupport
import Testing

/// A net as training exports it by Keras, with the weights that it was exported from
/// (`Tests/Golden/float/keras_export.py`).
@Suite struct KerasExportTests {
  private static let folder = SharedData.repository.appending(path: "Tests/Golden/float/keras")

  private struct Case: Decodable {
    var image: [Float]
    var logits: [Float]
  }

  private static func cases() throws -> [Case] {
    try JSONDecoder().decode(
      [Case].self, from: Data(contentsOf: folder.appending(path: "logits.json")))
  }

  private func largestDistance(_ weights: Checkpoint?) throws -> Float {
    let path = Self.folder.appending(path: "model.tflite").path
    var session = try FloatSession(FloatModel(contentsOf: path, weights: weights))
    return try Self.cases().reduce(0) { largest, golden in
      let logits = try session.run([golden.image])[0]
      return zip(logits, golden.logits).reduce(largest) { max($0, abs($1.0 - $1.1)) }
    }
  }

  @Test func `with the checkpoint's weights it computes what Keras computes in float32`() throws {
    let weights = try Checkpoint(contentsOf: Self.folder.appending(path: "weights.npz").path)
    #expect(try largestDistance(weights) < 1e-5)
    // What the file's integers stand for is near, and not the same.
    let own = try largestDistance(nil)
    #expect(own > 1e-3 && own < 0.3)
  }

  @Test func `the layers are those of training, in their order, as near as rounding leaves them`()
    throws
  {
    let weights = try Checkpoint(contentsOf: Self.folder.appending(path: "weights.npz").path)
    let model = try FloatModel(
      contentsOf: Self.folder.appending(path: "model.tflite").path, weights: weights)
    #expect(
      model.replacedLayers.map(\.name) == [
        "first_conv.conv", "blocks.0.mobile_inverted_conv.inverted_bottleneck.conv",
        "blocks.0.mobile_inverted_conv.depth_conv.conv",
        "blocks.0.mobile_inverted_conv.point_linear.conv", "classifier.linear",
      ])
    #expect(model.replacedLayers.allSatisfy { ($0.weightSteps ?? 9) <= 0.51 })
  }
}

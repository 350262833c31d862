import Foundation
import ModelWriting
import NumpyFormat
import QuantizedInference
import TestSupport
import Testing

/// A checkpoint that numpy wrote: `Tests/Golden/numpy/archives.py`.
@Suite struct CheckpointTests {
  private struct Layer: Decodable {
    let name: String
    let shape: [Int]
    let weights: [Double]
    let biases: [Double]
  }

  private static let folder = SharedData.repository.appending(path: "Tests/Golden/numpy")
  private static let path = folder.appending(path: "checkpoint.npz").path

  @Test func `batch normalisation is folded into the layers as numpy folds it`() throws {
    let checkpoint = try Checkpoint(contentsOf: Self.path)
    let expected = try JSONDecoder().decode(
      [Layer].self,
      from: Data(contentsOf: Self.folder.appending(path: "checkpoint.json")))
    #expect(checkpoint.layers.map(\.name) == expected.map(\.name))
    for (layer, expected) in zip(checkpoint.layers, expected) {
      #expect(layer.shape == expected.shape)
      // Rounded once from double precision.
      #expect(layer.weights == expected.weights.map { Float($0) }, "\(layer.name)")
      #expect(layer.biases == expected.biases.map { Float($0) }, "\(layer.name)")
    }
    let other = try Checkpoint(contentsOf: Self.path, epsilon: 1)
    #expect(other.layers[0].weights != checkpoint.layers[0].weights)
    #expect(other.layers[2] == checkpoint.layers[2])
  }

  /// The network of the checkpoint, its weights all zero or these; stored as float32 or int8.
  private func network(
    _ layers: [Checkpoint.Layer]? = nil, quantized: Bool = false, classes: Int = 2
  ) -> [UInt8] {
    var writer = TFLiteWriter()
    func tensor(_ shape: [Int]) -> Int {
      writer.add(
        quantized
          ? TFLiteTensor(int8: shape, scale: 0.5, zeroPoint: 3) : TFLiteTensor(.float32, shape))
    }
    func constant(_ shape: [Int], _ values: [Float]?) -> Int {
      if quantized {
        return writer.add(
          TFLiteTensor(
            values: [Int8](repeating: 0, count: shape.reduce(1, *)), shape: shape,
            .init(scale: 0.25, zeroPoint: 0)))
      }
      var constant = TFLiteTensor(.float32, shape)
      constant.constant = (values ?? [Float](repeating: 0, count: shape.reduce(1, *)))
        .flatMap { littleEndianBytes($0.bitPattern) }
      return writer.add(constant)
    }
    /// `[output, input, height, width]` to the order of the format.
    func turned(_ layer: Int, _ order: [Int], _ shape: [Int]) -> [Float]? {
      guard let layers else { return nil }
      let own = (layers[layer].shape + [1, 1]).prefix(4)
      return indices(of: shape).map { index in
        var place = [0, 0, 0, 0]
        for (dimension, value) in zip(order, index) { place[dimension] = value }
        return layers[layer].weights[position(of: place, in: Array(own))]
      }
    }
    let window = TFLiteWindow(height: 3, width: 3, padding: .same)
    let image = tensor([1, 5, 6, 3])
    let first = tensor([1, 5, 6, 4])
    let second = tensor([1, 5, 6, 4])
    let last = tensor([1, 5, 6, classes])
    func biases(_ layer: Int, _ count: Int) -> Int {
      quantized
        ? writer.add(TFLiteTensor(integers: [Int32](repeating: 0, count: count)))
        : constant([count], layers?[layer].biases)
    }
    writer.add(
      .conv2D(window, .relu6),
      inputs: [
        image, constant([4, 3, 3, 3], turned(0, [0, 2, 3, 1], [4, 3, 3, 3])), biases(0, 4),
      ], output: first)
    writer.add(
      .depthwiseConv2D(window, multiplier: 1),
      inputs: [
        first, constant([1, 3, 3, 4], turned(1, [1, 2, 3, 0], [1, 3, 3, 4])), biases(1, 4),
      ], output: second)
    writer.add(
      .conv2D(TFLiteWindow(height: 1, width: 1)),
      inputs: [
        second,
        constant([classes, 1, 1, 4], turned(2, [0, 2, 3, 1], [classes, 1, 1, 4])),
        biases(2, classes),
      ], output: last)
    writer.inputs = [image]
    writer.outputs = [last]
    return writer.serialized()
  }

  @Test(arguments: [false, true])
  func `a network takes the weights of a checkpoint as if they were its own`(quantized: Bool) throws
  {
    let checkpoint = try Checkpoint(contentsOf: Self.path)
    let model = try FloatModel(bytes: network(quantized: quantized), weights: checkpoint)
    var session = try FloatSession(model)
    var own = try FloatSession(FloatModel(bytes: network(checkpoint.layers)))
    var random = SplitMix64(seed: 9)
    let input = (0..<90).map { _ in Float.random(in: -2...2, using: &random) }
    let output = try session.run([input])
    #expect(output == (try own.run([input])))
    #expect(Set(output[0]).count > 30)

    let replaced = model.replacedLayers
    #expect(replaced.map(\.position) == [0, 1, 2])
    #expect(replaced.map(\.name) == checkpoint.layers.map(\.name))
    // The file's own weights are zeros.
    let largest = checkpoint.layers.map { $0.weights.map(abs).max() ?? 0 }
    #expect(
      replaced.map(\.weightSteps) == (quantized ? largest.map { $0 / 0.25 } : [nil, nil, nil]))
    #expect(
      replaced.map(\.biasDistance) == checkpoint.layers.map { $0.biases.map(abs).max() ?? 0 })
  }

  private func message(_ bytes: [UInt8]) -> String {
    do {
      _ = try FloatModel(bytes: bytes, weights: Checkpoint(contentsOf: Self.path))
      return "accepted"
    } catch {
      return "\(error)"
    }
  }

  @Test func `weights of another network are refused, with the layer and the operator`() throws {
    #expect(
      message(network(classes: 3))
        == "\(Self.path): classifier.linear has the shape [2, 4], which does not fit the weights "
        + "[3, 1, 1, 4] of operator 2 CONV_2D. Give the weights of the same network, in its order.")
    let image = TFLiteTensor(.float32, [1, 4, 4, 2])
    let plain = OneOperatorModel(.add(), inputs: [image, image], output: image)
    #expect(message(plain.file).contains("it has 3 layers, the model has 0"))
  }

  @Test func `arrays that are missing, left over or of another shape are named`() throws {
    let archive = try NumpyArchive(contentsOf: Self.path)
    func message(_ change: (inout [(String, NumpyArray)]) -> Void) throws -> String {
      var arrays = archive.members.map { ($0.name, $0.array) }
      change(&arrays)
      do {
        let file = StoredZip(arrays.map { ($0 + ".npy", $1.fileBytes) }).bytes
        _ = try Checkpoint(NumpyArchive(file: file, path: "c.npz"))
        return "accepted"
      } catch {
        return "\(error)"
      }
    }
    #expect(try message { _ in } == "accepted")
    #expect(
      try message { $0.removeAll { $0.0 == "first.bn.running_var" } }
        .hasPrefix("c.npz: the array first.bn.running_var is missing"))
    #expect(
      try message { $0.append(("other.running_mean", NumpyArray([1] as [Float], shape: [1]))) }
        .hasPrefix("c.npz: the array other.running_mean belongs to no layer"))
    let short = NumpyArray([1, 2] as [Float], shape: [2])
    #expect(
      try message { arrays in
        for index in arrays.indices where arrays[index].0 == "first.bn.bias" {
          arrays[index].1 = short
        }
      }.hasPrefix("c.npz: first.bn.bias has the shape [2], not [4]"))
    #expect(
      try message { arrays in
        for index in arrays.indices where arrays[index].0 == "classifier.linear.bias" {
          arrays[index].1 = NumpyArray([1, .nan] as [Float], shape: [2])
        }
      }.contains("classifier.linear.bias holds what is not a finite number"))
    #expect(
      try message { $0 = [("x", short)] }.hasPrefix("c.npz: the array x belongs to no layer"))
    #expect(try message { $0 = [] }.hasPrefix("c.npz: there are no layers in it"))
  }
}

public import QuantizedInference

/// A network without its head: from the image to the embedding, the values by which its last layers tell
/// classes apart.
///
/// ```swift
/// let backbone = try NetworkBackbone(of: file)
/// let embedder = try Model(bytes: backbone.file)       // image in, embedding out
/// let network = backbone.file(with: head)              // the same, and classes of one's own
/// ```
///
/// The head is what comes after the last operator that looks at more than one place of the picture: layers that
/// see all values at once (`FULLY_CONNECTED`, or `CONV_2D` of a picture of one pixel), and what shapes their
/// result. The embedding is what the first of these layers reads. Of the rest every operator, weight and option
/// is written as it stands in the file, so that the embedding has the same bits in the network,
/// in ``file`` and in any ``file(with:description:)``.
public struct NetworkBackbone: Sendable {
  /// What the head reads, as the network's file describes it: int8, with one scale.
  public let embedding: TensorDescription
  /// A `.tflite` file that ends in the embedding.
  public var file: [UInt8] {
    var writer = writer
    writer.outputs = [embeddingIndex]
    return writer.serialized()
  }

  /// Everything up to the embedding.
  private let writer: TFLiteWriter
  private let embeddingIndex: Int

  /// - Parameter network: A `.tflite` file.
  /// - Throws: ``BackboneError`` where it cannot be read, or has no head that could be another.
  public init(of network: [UInt8]) throws(BackboneError) {
    do {
      let model = try Model(bytes: network)
      let cut = try NetworkCut(model)
      embedding = model.tensors[cut.embedding]
      var writer = TFLiteWriter()
      let ends = model.inputs.map(\.index) + [cut.embedding]
      let places = try writer.copy(network, operators: cut.operators, wanted: ends)
      writer.inputs = model.inputs.compactMap { places[$0.index] }
      writer.description = "earshot: the backbone of another network, as it stands there"
      self.writer = writer
      embeddingIndex = places[cut.embedding] ?? 0
    } catch let error as BackboneError {
      throw error
    } catch let error as ModelError {
      throw .network(error)
    } catch {
      preconditionFailure("\(error) is thrown by nothing here")
    }
  }

  /// A `.tflite` file of the backbone with another head.
  ///
  /// The same backbone and head give the same bytes.
  /// - Parameters:
  ///   - head: For an input as large as the embedding.
  ///   - description: The file's own words of what it is.
  public func file(with head: QuantizedHead, description: String) -> [UInt8] {
    precondition(
      head.inputCount == embedding.elementCount, "the head is of another embedding's size")
    var writer = writer
    writer.description = description
    writer.outputs = [writer.add(head, to: embeddingIndex)]
    return writer.serialized()
  }
}

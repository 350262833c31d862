import ModelWriting
import QuantizedInference

/// Runs a head on embeddings, in the integers that it has behind its backbone.
struct HeadScorer: ~Copyable {
  private var session: Session
  private let scale: Double
  private let zeroPoint: Int

  init(_ head: QuantizedHead) throws(ModelError) {
    let model = try Model(bytes: head.file)
    session = try Session(model)
    scale = Double(model.outputs[0].scale)
    zeroPoint = model.outputs[0].zeroPoint
  }

  /// The logits of an embedding, for each class.
  mutating func logits(of embedding: ArraySlice<Int8>) throws(ModelError) -> [Double] {
    let output = try session.run(inputs: [embedding.map { UInt8(bitPattern: $0) }])[0]
    return output.map { scale * Double(Int(Int8(bitPattern: $0)) - zeroPoint) }
  }
}

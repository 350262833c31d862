import Foundation
public import ModelWriting
import QuantizedInference
public import SpeciesClassifier
import SystemFiles

/// A model bundle without its head: what it makes of a window before it decides on a class.
///
/// ```swift
/// let embedder = try Embedder(ModelBundle(path: "Models/earshot-animals"))
/// let windows = try WindowEmbedder(embedder)
/// ```
///
/// Windows that sound alike have embeddings that lie near each other, also of species that the model was never
/// told of. Immutable and shared by threads; each has a ``WindowEmbedder`` of its own.
public struct Embedder: Sendable {
  /// Whose front end and network it is.
  public let bundle: ModelBundle
  /// The network up to the embedding, and the way to give it another head.
  public let backbone: NetworkBackbone
  let model: Model

  /// Values of one embedding.
  public var valueCount: Int { backbone.embedding.elementCount }

  /// - Throws: ``EmbeddingError`` where the network has no head that could be taken off.
  public init(_ bundle: ModelBundle) throws(EmbeddingError) {
    let path = URL(filePath: bundle.path).appending(path: ModelBundle.modelName).path
    self.bundle = bundle
    do {
      backbone = try NetworkBackbone(of: [UInt8](contents(of: path)))
      model = try Model(bytes: backbone.file)
    } catch let error as BackboneError {
      throw .backbone(path: path, error)
    } catch let error as ModelError {
      throw .backbone(path: path, .network(error))
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
  }

  /// The real numbers for which an embedding's integers stand: scale · (q − zeroPoint).
  public func reals(_ integers: some Sequence<Int8>) -> [Float] {
    let (scale, zeroPoint) = (backbone.embedding.scale, backbone.embedding.zeroPoint)
    return integers.map { scale * Float(Int($0) - zeroPoint) }
  }
}

/// Embeds one window after another; one for each thread.
public final class WindowEmbedder {
  /// Whose network it runs.
  public let embedder: Embedder
  private var session: Session
  private var values: [Int8]

  /// - Throws: ``EmbeddingError/backbone(path:_:)`` for a network that needs too much memory.
  public init(_ embedder: Embedder) throws(EmbeddingError) {
    do throws(ModelError) {
      session = try Session(embedder.model)
    } catch {
      throw .backbone(path: embedder.bundle.path, .network(error))
    }
    self.embedder = embedder
    values = [Int8](repeating: 0, count: embedder.valueCount)
  }

  /// Appends the embedding of a window's image.
  /// - Parameters:
  ///   - image: As the bundle's front end makes it.
  ///   - embeddings: Of shape `[windows, values]`.
  public func embed(_ image: Span<Int8>, appendingTo embeddings: inout [Int8]) {
    var output = values.mutableSpan
    session.run(image, into: &output)
    embeddings += values
  }
}

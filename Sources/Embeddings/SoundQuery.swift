import AudioFeatures
public import AudioIO
public import EventDetection
import Foundation
import SpeciesClassifier

/// The sound that a search is for.
public struct SoundQuery: Sendable {
  /// How the windows of the example count.
  public enum Pooling: Sendable {
    /// The most similar of them.
    case best
    /// Their mean.
    case mean
  }

  /// Of the recording that the sound lies in, as it was given.
  public let path: String
  /// Native samples of the recording that it lies in.
  public let range: SampleRange
  /// Of the recording, Hz.
  public let sampleRate: Int
  /// What its windows are compared by, each of length 1; one alone for ``Pooling/mean``.
  private let directions: [[Float]]
  private let embedder: Embedder

  /// - Parameters:
  ///   - seconds: The part of the recording that is meant; nil for all of it. A part shorter than a
  ///     window is heard with the sound around it, and a recording shorter than one with silence.
  /// - Throws: `AudioError`; ``EmbeddingError``.
  public init(
    path: String, stream: ChannelStream, seconds: Range<Double>? = nil, pooling: Pooling = .best,
    of embedder: Embedder
  ) throws {
    let bundle = embedder.bundle
    let excerpt = try SoundExcerpt(
      path: path, stream: stream, seconds: seconds, rate: bundle.manifest.frontEnd.sampleRate,
      least: bundle.windowLength)
    guard excerpt.samples.contains(where: { $0 != 0 }) else {
      throw EmbeddingError.silentQuery(path: path)
    }
    let vectors = try Self.embeddings(of: excerpt.samples, embedder)
    self.path = path
    range = SampleRange(start: excerpt.range.lowerBound, end: excerpt.range.upperBound)
    sampleRate = excerpt.nativeRate
    self.embedder = embedder
    switch pooling {
    case .best: directions = vectors.compactMap(Self.direction)
    case .mean:
      let sum = vectors.compactMap(Self.direction).reduce(
        into: [Float](repeating: 0, count: embedder.valueCount)
      ) { sum, vector in
        for index in sum.indices { sum[index] += vector[index] }
      }
      directions = Self.direction(sum).map { [$0] } ?? []
    }
  }

  /// The cosine between an embedding and the example, -1…1; 0 for an embedding of zeros.
  func similarity(of integers: ArraySlice<Int8>) -> Float {
    guard let vector = Self.direction(embedder.reals(integers)) else { return 0 }
    return directions.map { direction in
      var sum: Float = 0
      for index in vector.indices { sum += vector[index] * direction[index] }
      return min(max(sum, -1), 1)
    }.max() ?? 0
  }

  /// Whether a window lies in the example itself.
  func holds(_ window: SampleRange, of recording: String) -> Bool {
    window.start < range.end && range.start < window.end
      && URL(filePath: recording).resolvingSymlinksInPath().path
        == URL(filePath: path).resolvingSymlinksInPath().path
  }

  /// Of windows half a window apart, and of one that ends with the example where those leave some of it.
  private static func embeddings(of samples: [Float], _ embedder: Embedder) throws -> [[Float]] {
    let frontEnd = embedder.bundle.frontEnd
    let hop = frontEnd.settings.hop
    let step = max(frontEnd.windowLength / hop / 2, 1) * hop
    var stream = try WindowStream(frontEnd, step: step)
    let windows = try WindowEmbedder(embedder)
    var values: [Int8] = []
    let missing = max(frontEnd.windowLength - samples.count, 0)
    let padded = samples + [Float](repeating: 0, count: missing)
    func embed(_ window: Int, _ image: Span<Int8>) { windows.embed(image, appendingTo: &values) }
    stream.process(padded.span, embed)
    if !(padded.count - frontEnd.windowLength).isMultiple(of: step) {
      // Completed with silence it would resemble other beginnings of silence.
      stream.reset()
      stream.process(padded.span.extracting(last: frontEnd.windowLength), embed)
    }
    let count = embedder.valueCount
    return stride(from: 0, to: values.count, by: count).map {
      embedder.reals(values[$0..<$0 + count])
    }
  }

  /// A vector of length 1, the same way; nil for zeros.
  private static func direction(_ vector: [Float]) -> [Float]? {
    var sum: Double = 0
    for value in vector { sum += Double(value) * Double(value) }
    guard sum > 0 else { return nil }
    let scale = Float(1 / sum.squareRoot())
    return vector.map { $0 * scale }
  }
}

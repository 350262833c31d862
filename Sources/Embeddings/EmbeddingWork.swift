public import AudioIO
public import Survey
import Threading

/// Recordings become embeddings on several threads, and come back in the order of their paths.
public struct EmbeddingWork: Sendable {
  /// Shared by the threads.
  public let embedder: Embedder
  /// The channel of the recordings.
  public let stream: ChannelStream
  /// From one window to the next, in samples at the model's rate.
  public let step: Int
  /// Threads, at least 1. No result depends on their number.
  public let jobs: Int

  /// - Parameters:
  ///   - step: Samples from one window to the next, at the rate of the front end.
  ///   - jobs: Threads.
  public init(_ embedder: Embedder, stream: ChannelStream, step: Int, jobs: Int) {
    self.embedder = embedder
    self.stream = stream
    self.step = step
    self.jobs = jobs
  }

  /// - Parameters:
  ///   - stop: Asked before each recording, on any thread.
  ///   - deliver: Given each recording's embeddings, or why it has none, on this thread.
  /// - Throws: ``EmbeddingError``; what `deliver` throws.
  public func run(
    _ findings: [RecordingFinder.Finding], stop: @escaping @Sendable () -> Bool = { false },
    deliver: (RecordingFinder.Finding, Result<RecordingEmbeddings, any Error>) throws -> Void
  ) throws {
    typealias Outcome = Result<RecordingEmbeddings, any Error>
    let work = ParallelWork<RecordingFinder.Finding, Outcome>(items: findings, jobs: jobs) {
      [embedder, stream, step] in
      let windows = try WindowEmbedder(embedder)
      return { finding in
        Outcome {
          if let problem = finding.problem { throw problem }
          return try RecordingEmbeddings(
            path: finding.path, stream: stream, step: step, with: windows)
        }
      }
    }
    try work.runInOrder(stop: stop) { try deliver(findings[$0], $1) }
  }
}

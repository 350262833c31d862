public import AudioIO
public import EventDetection
import SpeciesClassifier
import Survey

/// The embeddings of a recording's windows, on the way that a survey takes: the same windows, the same images,
/// the same bits.
public struct RecordingEmbeddings: Sendable {
  /// Of the recording, as it was given.
  public let path: String
  /// Hz.
  public let sampleRate: Int
  /// Native samples of each window.
  public private(set) var windows: [SampleRange] = []
  /// Shape `[windows, values]`: integers of the embedder's scale.
  public private(set) var values: [Int8] = []
  /// Sound that is promised, or damaged, and gave no window, in seconds.
  public let lostSeconds: Double

  /// - Parameters:
  ///   - path: A recording.
  ///   - stream: The channel.
  ///   - step: From one window to the next, in samples at the model's rate.
  /// - Throws: `AudioError` for sound that cannot be had.
  public init(
    path: String, stream: ChannelStream, step: Int, with embedder: WindowEmbedder
  ) throws {
    var images = try RecordingImages(
      path: path, stream: stream, frontEnd: embedder.embedder.bundle.frontEnd, step: step)
    self.path = path
    sampleRate = images.sampleRate
    var (windows, values): ([SampleRange], [Int8]) = ([], [])
    try images.forEachWindow { range, image in
      windows.append(range)
      embedder.embed(image, appendingTo: &values)
    }
    self.windows = windows
    self.values = values
    lostSeconds = images.lostSeconds
  }

  /// The integers of one window's embedding.
  public func integers(of window: Int) -> ArraySlice<Int8> {
    let count = values.count / windows.count
    return values[window * count..<(window + 1) * count]
  }

  /// Where a window lies, in seconds from the recording's beginning.
  public func seconds(of window: Int) -> (start: Double, end: Double) {
    (
      Double(windows[window].start) / Double(sampleRate),
      Double(windows[window].end) / Double(sampleRate)
    )
  }
}

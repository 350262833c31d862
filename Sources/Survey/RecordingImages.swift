public import AudioFeatures
public import AudioIO
public import EventDetection
import SpeciesClassifier

/// The images that a network is given for the windows of a recording's channel: what training reads.
///
/// They come on the way that a survey takes, segment by segment, so that training and inference
/// cannot disagree.
public struct RecordingImages: ~Copyable {
  private var windows: WindowStream
  private let grid: SegmentGrid
  private let frames: Int64
  private var reader: ChannelReader
  /// Sound that the file's header promises, or that damage has spoilt, and that gave no image, in
  /// seconds; complete once all images are read.
  public private(set) var lostSeconds: Double

  /// - Parameters:
  ///   - path: A recording.
  ///   - stream: The channel.
  ///   - step: From one window to the next, in samples at the front end's rate.
  /// - Throws: ``FrontEndError`` for an impossible step; ``AudioError`` for sound that cannot be had.
  public init(
    path: String, stream: ChannelStream, frontEnd: FrontEnd, step: Int
  ) throws {
    let windows = try WindowStream(frontEnd, step: step)
    let reader = try ChannelReader(SoundFile(path: path), stream)
    frames = reader.file.frames
    lostSeconds = Double(reader.file.lostFrames?.count ?? 0) / Double(reader.file.sampleRate)
    grid = SegmentGrid(
      windows.grid, modelRate: frontEnd.settings.sampleRate, nativeRate: reader.file.sampleRate)
    self.windows = windows
    self.reader = reader
  }

  /// Hz, of the recording.
  public var sampleRate: Int { grid.nativeRate }

  /// Hands the image of each window, of shape `[height, width, channels]`, to `take`, in their order.
  /// - Throws: ``AudioError``; what `take` throws, which ends the reading.
  public mutating func forEachImage(_ take: (Span<Int8>) throws -> Void) throws {
    try forEachWindow { _, image in try take(image) }
  }

  /// As ``forEachImage(_:)``, with the samples of the recording that the window covers.
  public mutating func forEachWindow(
    _ take: (SampleRange, Span<Int8>) throws -> Void
  ) throws {
    var block = [Float](repeating: 0, count: ChannelReader.largestBlock)
    for index in 0..<grid.segmentCount(frames: frames) {
      let segment = grid.segment(index)
      var failure: (any Error)?
      func hand(_ window: Int, _ image: Span<Int8>) {
        guard failure == nil else { return }
        do {
          try take(grid.range(of: window, in: segment, frames: frames), image)
        } catch {
          failure = error
        }
      }
      _ = try reader.read(
        segment, grid: grid, block: &block, goOn: { _, _ in failure == nil },
        take: { windows.process($0, hand) })
      lostSeconds += Double(reader.damagedFrames(of: segment)) / Double(grid.nativeRate)
      _ = windows.finish(hand)
      windows.reset()
      if let failure { throw failure }
    }
  }
}

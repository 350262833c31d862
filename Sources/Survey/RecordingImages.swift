public import AudioFeatures
public import AudioIO
import EventDetection
import SpeciesClassifier

/// The images that a network is given for the windows of a recording's channel: what training reads.
///
/// They come on the way that a survey takes, segment by segment, so that training and inference
/// cannot disagree, and one after the other: memory does not grow with the recording.
///
/// ```swift
/// let images = RecordingImages(
///   path: "20250607_051000.flac", stream: .channel(0), frontEnd: frontEnd, step: step)
/// let lostSeconds = try images.read { image in … }
/// ```
public struct RecordingImages: Sendable {
  public var path: String
  public var stream: ChannelStream
  public var frontEnd: FrontEnd
  /// From one window to the next, in samples at the front end's rate.
  public var step: Int

  public init(path: String, stream: ChannelStream, frontEnd: FrontEnd, step: Int) {
    self.path = path
    self.stream = stream
    self.frontEnd = frontEnd
    self.step = step
  }

  /// Reads the recording from its beginning, and hands the windows' images to `take`.
  /// - Parameter take: Given an image of shape `FrontEnd.imageShape`, row-major,
  ///   valid until it returns.
  /// - Returns: Seconds that the recording promises and that could not be read: it breaks off, or is
  ///   damaged. The windows of what could be read were handed out.
  /// - Throws: ``FrontEndError`` for an impossible step; ``AudioError`` for sound that cannot be had;
  ///   and what `take` throws.
  public func read(_ take: (Span<Int8>) throws -> Void) throws -> Double {
    var windows = try WindowStream(frontEnd, step: step)
    let file = try SoundFile(path: path)
    let (frames, sampleRate) = (file.frames, file.sampleRate)
    var lost = file.lostFrames.map { Int64($0.count) } ?? 0
    let grid = SegmentGrid(
      windows.grid, modelRate: frontEnd.settings.sampleRate, nativeRate: sampleRate)
    var reader = try ChannelReader(file, stream)
    var block = [Float](repeating: 0, count: ChannelReader.largestBlock)
    var failure: (any Error)?
    func hand(_ index: Int, _ image: Span<Int8>) {
      guard failure == nil else { return }
      do { try take(image) } catch { failure = error }
    }
    for index in 0..<grid.segmentCount(frames: frames) {
      let segment = grid.segment(index)
      _ = try reader.read(
        segment, grid: grid, block: &block, goOn: { _, _ in failure == nil },
        take: { windows.process($0, hand) })
      _ = windows.finish(hand)
      if let failure { throw failure }
      windows.reset()
      if reader.file.damage != nil {
        let end = min(segment.range.end, frames)
        lost += max(0, end - max(reader.position, segment.range.start))
      }
    }
    return Double(lost) / Double(sampleRate)
  }
}

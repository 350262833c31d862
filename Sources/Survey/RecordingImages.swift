public import AudioFeatures
public import AudioIO
import SpeciesClassifier

/// The images that a network is given for the windows of a recording's channel: what training reads.
///
/// They come on the way that a survey takes, segment by segment, so that training and inference
/// cannot disagree.
public struct RecordingImages: Sendable {
  /// `[windows, height, width, channels]`
  public let shape: [Int]
  /// Row-major.
  public let values: [Int8]

  /// - Parameters:
  ///   - path: A recording.
  ///   - stream: The channel.
  ///   - step: From one window to the next, in samples at the front end's rate.
  /// - Throws: ``FrontEndError`` for an impossible step; ``AudioError`` for sound that cannot be had.
  public init(
    path: String, stream: ChannelStream, frontEnd: FrontEnd, step: Int
  ) throws {
    var windows = try WindowStream(frontEnd, step: step)
    let file = try SoundFile(path: path)
    let frames = file.frames
    let grid = SegmentGrid(
      windows.grid, modelRate: frontEnd.settings.sampleRate, nativeRate: file.sampleRate)
    var reader = try ChannelReader(file, stream)
    var block = [Float](repeating: 0, count: ChannelReader.largestBlock)
    var values: [Int8] = []
    var count = 0
    func keep(_ index: Int, _ image: Span<Int8>) {
      count += 1
      for pixel in image.indices { values.append(image[pixel]) }
    }
    for index in 0..<grid.segmentCount(frames: frames) {
      _ = try reader.read(
        grid.segment(index), grid: grid, block: &block, goOn: { _, _ in true },
        take: { windows.process($0, keep) })
      _ = windows.finish(keep)
      windows.reset()
    }
    shape = [count] + frontEnd.imageShape
    self.values = values
  }
}

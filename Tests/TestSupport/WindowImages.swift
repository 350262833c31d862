public import AudioFeatures

/// The images of all windows of a clip, as a `WindowStream` gives them.
public struct WindowImages: Sendable, Hashable {
  /// `[windows, height, width, channels]`
  public let shape: [Int]
  /// Row-major.
  public let values: [Int8]
  /// Samples at the clip's end that no window covers.
  public let uncovered: Int
}

extension FrontEnd {
  /// All windows of a clip at the settings' sample rate.
  public func images(
    of samples: Span<Float>, step: Int
  ) throws(FrontEndError) -> WindowImages {
    var stream = try WindowStream(self, step: step)
    var values: [Int8] = []
    values.reserveCapacity(
      stream.grid.windowCount(sound: samples.count) * imageShape.reduce(1, *))
    var windows = 0
    func keep(_ index: Int, _ image: Span<Int8>) {
      windows += 1
      for i in image.indices { values.append(image[i]) }
    }
    stream.process(samples, keep)
    let uncovered = stream.finish(keep)
    return WindowImages(shape: [windows] + imageShape, values: values, uncovered: uncovered)
  }
}

import AudioFeatures

/// What a stream of windows gives for a clip that lies in memory.
struct ClipImages: Sendable {
  /// `[windows, height, width, channels]`
  var shape: [Int]
  /// Row-major.
  var values: [Int8]
  /// Samples at the clip's end that no window covers.
  var uncovered: Int
}

extension FrontEnd {
  /// All of a clip's windows, from a stream that gets the clip as one block.
  func images(of samples: Span<Float>, step: Int) throws(FrontEndError) -> ClipImages {
    var stream = try WindowStream(self, step: step)
    var values: [Int8] = []
    var windows = 0
    func keep(_ index: Int, _ image: Span<Int8>) {
      windows += 1
      for pixel in image.indices { values.append(image[pixel]) }
    }
    stream.process(samples, keep)
    let uncovered = stream.finish(keep)
    return ClipImages(shape: [windows] + imageShape, values: values, uncovered: uncovered)
  }
}

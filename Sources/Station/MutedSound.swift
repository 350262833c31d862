import AudioCapture

/// The beginning of a stream that gives nothing but one value, and the block that ends it.
struct MutedSound {
  /// Frames of one value, and those that were lost meanwhile.
  private(set) var frames: Int64 = 0
  /// The block in which there is another value.
  private(set) var sound: CaptureStream.Block?
  private var value: Float?

  /// - Parameter samples: Those of the block first.
  mutating func isBroken(by block: CaptureStream.Block, _ samples: Span<Float>) -> Bool {
    for index in 0..<block.frames where samples[index] != value {
      guard value == nil else {
        sound = block
        return true
      }
      value = samples[index]
    }
    frames += block.lost + Int64(block.frames)
    return false
  }
}

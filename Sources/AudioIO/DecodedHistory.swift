/// The frames decoded last, so that a reader of a format without exact jumps can go back a little
/// without decoding anew from the beginning.
struct DecodedHistory {
  private let channels: Int
  private let capacity: Int
  /// A ring of `capacity` interleaved frames; frame `f` lies at `f % capacity`.
  private var ring: [Float]
  /// The frame after the last one held.
  private(set) var end: Int64 = 0
  private var count = 0

  /// - Parameter frames: How many frames back the history reaches.
  init(channels: Int, frames: Int) {
    self.channels = channels
    capacity = frames
    ring = []
  }

  /// The first frame held.
  var start: Int64 { end - Int64(count) }

  mutating func removeAll() {
    end = 0
    count = 0
  }

  /// Adds `frames` frames of `block`, from its frame `offset` on.
  mutating func append(_ block: Span<Float>, fromFrame offset: Int, frames: Int) {
    if ring.isEmpty { ring = [Float](repeating: 0, count: capacity * channels) }
    for frame in 0..<frames {
      let place = Int(end % Int64(capacity)) * channels
      for channel in 0..<channels {
        ring[place + channel] = block[(offset + frame) * channels + channel]
      }
      end += 1
    }
    count = min(count + frames, capacity)
  }

  /// Fills the beginning of `block` with frames from `position` on.
  /// - Returns: Frames copied: as many as are held and fit, at most `frames`.
  func copy(from position: Int64, into block: inout MutableSpan<Float>, frames: Int) -> Int {
    guard (start..<end).contains(position) else { return 0 }
    let held = min(Int(end - position), frames)
    for frame in 0..<held {
      let place = Int((position + Int64(frame)) % Int64(capacity)) * channels
      for channel in 0..<channels { block[frame * channels + channel] = ring[place + channel] }
    }
    return held
  }
}

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
    // Of more than it holds, only the end would stay.
    var done = max(frames - capacity, 0)
    end += Int64(done)
    while done < frames {
      let place = Int(end % Int64(capacity))
      let run = min(frames - done, capacity - place)
      copy(
        block.extracting((offset + done) * channels..<(offset + done + run) * channels), to: place)
      end += Int64(run)
      done += run
    }
    count = min(count + frames, capacity)
  }

  /// Puts frames that lie behind each other in the ring.
  private mutating func copy(_ frames: Span<Float>, to place: Int) {
    unsafe ring.withUnsafeMutableBufferPointer { ring in
      unsafe frames.withUnsafeBufferPointer { frames in
        let range = place * channels..<place * channels + frames.count
        _ = unsafe ring[range].update(fromContentsOf: frames)
      }
    }
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

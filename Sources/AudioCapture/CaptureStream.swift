import AudioIO
import Threading

/// One uninterrupted run of an input: from the opening of a device or pipe to its end.
///
/// Positions count frames from 0. What the device lost meanwhile advances them, as
/// ``Block/lost`` tells.
public final class CaptureStream: Sendable {
  /// From where the sound comes: the device as it was named, or the pipe.
  public let source: String
  /// As it was negotiated with the device, or as the pipe has it; it does not change.
  public let format: CaptureFormat
  /// When frame 0 began.
  public let start: ClockReading
  let ring: BlockRing
  private let mono: ChannelStream
  private let finished = Guarded<(ending: Ending, position: Int64, loss: Loss)?>(nil)

  /// A piece of the stream.
  public struct Block: Sendable, Hashable {
    /// Of its first sample.
    public var position: Int64
    /// Its length, at most ``CaptureStream/largestBlock``; ``CaptureStream/next(into:)`` gives one sample for
    /// each.
    public var frames: Int
    /// Frames that are missing before it, since the block before.
    public var lost: Int64
    /// Why those are missing; means nothing while ``lost`` is 0.
    public var loss: Loss
    /// When its last frame had sounded.
    public var instant: ClockReading
  }

  /// How a stream ended.
  public enum Ending: Sendable, Hashable {
    /// The device was lost, or gave an error.
    case failed(CaptureError)
    /// No sound came for too long.
    case stalled
    /// The machine slept: how much sound that was nobody counted.
    case slept
    /// ``Capture/reopen()``.
    case reopened
    /// ``Capture/stop()``.
    case stopped
    /// A pipe's end.
    case ended
  }

  /// - Parameters:
  ///   - mono: What is taken of the frames: a channel that the format has, or the mix.
  init(
    source: String, format: CaptureFormat, start: ClockReading, ring: BlockRing,
    mono: ChannelStream
  ) {
    self.source = source
    self.format = format
    self.start = start
    self.ring = ring
    self.mono = mono
  }

  /// Whether what is taken of its frames is the mean of their samples.
  public var isMixed: Bool { mono == .mix }

  /// The largest block, in frames.
  public var largestBlock: Int { ring.blockBytes / format.frameBytes }

  /// Takes the next block; for one thread alone.
  ///
  /// - Parameter samples: At least ``largestBlock``.
  /// - Returns: `nil` if none is there yet; after ``end`` there are no more.
  public func next(into samples: inout [Float]) -> Block? {
    unsafe ring.take { header, bytes in
      var span = samples.mutableSpan
      unsafe format.sample.convert(
        RawSpan(_unsafeBytes: bytes).extracting(first: header.frames * format.frameBytes),
        channels: format.channels, mono, into: &span)
      return Block(
        position: header.position, frames: header.frames, lost: header.lost, loss: header.loss,
        instant: header.instant)
    }
  }

  /// Seconds of sound that wait to be taken, about; and how many can.
  public var backlog: (seconds: Double, most: Double) {
    let block = Double(largestBlock) / Double(format.sampleRate)
    return (Double(ring.count) * block, Double(ring.capacity) * block)
  }

  /// Gives up the oldest sound that waits, down to half of what can wait; for the thread that takes.
  /// - Returns: Frames given up, with those that were lost before them.
  public func giveUpOldest() -> Int64 {
    var frames: Int64 = 0
    while ring.count > ring.capacity / 2 {
      frames += unsafe ring.take { header, _ in Int64(header.frames) + header.lost } ?? 0
    }
    return frames
  }

  /// How it ended, the position behind its last frame, and why what lies between the last block and that is
  /// missing, if anything does; `nil` while it goes on or blocks wait.
  public var end: (ending: Ending, position: Int64, loss: Loss)? {
    // In this order: blocks come before the end.
    let end = finished.withLock { $0 }
    return ring.count == 0 ? end : nil
  }

  /// - Parameter loss: Of the frames before `position` that no block has brought.
  func finish(_ ending: Ending, at position: Int64, _ loss: Loss) {
    finished.withLock { $0 = (ending, position, loss) }
  }
}

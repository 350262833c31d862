import CSndFile

/// An open recording, read in blocks of interleaved samples; closed when it leaves its scope.
///
/// Reads WAV (8, 16, 24 and 32-bit, float, WAVE_FORMAT_EXTENSIBLE, RF64, BW64, Wave64), FLAC,
/// Ogg Vorbis and Opus, AIFF, MP3 and whatever else libsndfile reads, 8 to 384 kHz, 1 to 16
/// channels. Memory does not grow with the length of the recording.
///
/// Headers may lie: sizes that were never filled in are found out (see `WaveLayout`), and a
/// recording that breaks off is read up to there. What can be read (``frames``), what was promised
/// (``promisedFrames``) and why they differ (``ending``) are known as soon as the file is open; only
/// damage in the middle shows while reading (``damage``).
///
/// Samples are finite: NaN, infinities and magnitudes above 2³², which only a damaged float file
/// holds, are read as 0 and counted in ``replacedSamples``. They may exceed ±1 in float files and
/// after lossy coding.
///
/// ```swift
/// var file = try SoundFile(path: "20240528_100000.WAV")
/// try file.seek(toFrame: 48_000 * 600)
/// var samples = [Float](repeating: 0, count: 65_536)
/// var block = samples.mutableSpan
/// let frames = try file.read(into: &block)
/// ```
public struct SoundFile: ~Copyable {
  /// Why the sound of a file ends where it does.
  public enum Ending: Sendable, Hashable {
    /// All that was recorded is there.
    case complete
    /// The file ends before the sound that its header promises, or before the mark that closes it.
    case truncated
    /// The file goes on, but its sound cannot be decoded any further.
    case undecodable(reason: String)
  }

  /// Hz.
  public static let sampleRates = 8_000...384_000
  /// Channels that a file may have.
  public static let channelCounts = 1...16
  /// Seconds of sound that a reader of a format without exact jumps can go back at no cost.
  static let historySeconds = 30

  /// As it was given.
  public let path: String
  /// Container and encoding.
  public let format: SoundFormat
  /// Hz.
  public let sampleRate: Int
  /// Samples of a frame: within ``channelCounts``.
  public let channels: Int
  /// Frames that can be read, unless there is damage in the middle.
  public let frames: Int64
  /// Frames the header promises, never fewer than ``frames``; `nil` where it was never finished or
  /// promises nothing.
  public let promisedFrames: Int64?
  /// Why the sound ends at ``frames``.
  public let ending: Ending
  /// The frame that the next read begins with.
  public private(set) var position: Int64 = 0
  /// Why the last read ended before ``frames``, if it did: from ``position`` on nothing can be
  /// decoded. Beyond the damage there may be sound again: seek there and read on.
  public private(set) var damage: String?
  /// Samples read so far that were no numbers of a sound and became 0.
  public private(set) var replacedSamples = 0

  private let source: ReadableFile
  private let location: SoundLocation
  private var decoder: SoundDecoder
  /// The frame that the decoder stands at: beyond `position` where the history serves the reader.
  private var decoderPosition: Int64 = 0
  private var history: DecodedHistory

  /// Opens a recording and finds its end. Costs a few reads of its header; for FLAC and MP3 the
  /// decoding of its last frames too, for Ogg a walk over its pages.
  /// - Throws: ``AudioError``: missing, unreadable, not a file, empty, not sound, without sound, or
  ///   outside ``sampleRates`` and ``channelCounts``.
  public init(path: String) throws(AudioError) {
    let source = try ReadableFile(path: path)
    let location = try SoundLocation(source)
    let decoder = try location.open(source)
    guard Self.sampleRates.contains(decoder.sampleRate) else {
      throw .unsupported(
        path: path, what: "a sample rate of \(decoder.sampleRate) Hz",
        supported: "a rate from 8 to 384 kHz")
    }
    guard Self.channelCounts.contains(decoder.channels) else {
      throw .unsupported(
        path: path, what: "sound of \(decoder.channels) channels",
        supported: "1 to \(Self.channelCounts.upperBound) channels")
    }
    let end = try location.end(of: decoder, in: source)
    guard end.readable > 0 else { throw .noFrames(path: path) }

    self.path = path
    self.source = source
    self.location = location
    format = location.format(of: decoder)
    sampleRate = decoder.sampleRate
    channels = decoder.channels
    frames = end.readable
    promisedFrames = end.promised
    ending = end.ending
    history = DecodedHistory(
      channels: decoder.channels, frames: Self.historySeconds * decoder.sampleRate)
    self.decoder = decoder
  }

  /// Bytes of the file.
  public var fileSize: Int64 { source.size }

  /// Last change of the file, microseconds since 1970 UTC.
  public var modified: Int64 { source.modified }

  /// Frames promised and not there, if any.
  public var lostFrames: Range<Int64>? {
    guard let promisedFrames, promisedFrames > frames else { return nil }
    return frames..<promisedFrames
  }

  /// Whether ``seek(toFrame:)`` costs the same wherever it leads. If not, it decodes all between,
  /// and going back by more than half a minute decodes anew from the beginning: one reader that
  /// goes forward serves such a file best.
  public var seekIsCheap: Bool { format.isSeekable }

  /// The file's bytes, for the parsers of its header.
  var bytes: ByteSource { .file(source) }

  /// What the file says of itself, as libsndfile finds it; `kind` is one of `SF_STR_…`.
  func text(_ kind: Int) -> String? { decoder.text(kind) }

  /// Fills the beginning of `block` with interleaved frames, full scale ±1.
  /// - Returns: Frames read, as many as fit; fewer at the end and where there is ``damage``; 0 only
  ///   there, or if not one frame fits.
  /// - Throws: ``AudioError/unreadable(path:reason:)`` if the system fails to read the file.
  public mutating func read(into block: inout MutableSpan<Float>) throws(AudioError) -> Int {
    let fit = Int(min(Int64(block.count / channels), frames - position))
    var count = history.copy(from: position, into: &block, frames: fit)
    if count < fit, damage == nil {
      count += try decode(into: &block, fromFrame: count, frames: fit - count)
    }
    position += Int64(count)
    return count
  }

  /// Continues at `frame`: the samples that follow are those that a reader from the beginning would
  /// find there, to the bit. See ``seekIsCheap`` for the cost.
  ///
  /// Where damage cannot be jumped over, the next read says so by ``damage``.
  /// - Parameter frame: From 0; the end if it is beyond.
  public mutating func seek(toFrame frame: Int64) throws(AudioError) {
    precondition(frame >= 0, "a recording has no frame \(frame)")
    let target = min(frame, frames)
    if seekIsCheap {
      try jump(to: target)
    } else if target < history.start || (damage != nil && target < decoderPosition) {
      try restart()
      try decodeForward(to: target)
    } else if target > decoderPosition {
      try decodeForward(to: target)
    }
    position = target
  }

  /// Decodes on from where the decoder stands.
  /// - Returns: Frames decoded; if fewer than asked for, `damage` says why.
  private mutating func decode(
    into block: inout MutableSpan<Float>, fromFrame offset: Int, frames count: Int
  ) throws(AudioError) -> Int {
    let found = decoder.read(into: &block, fromFrame: offset, frames: count)
    if let failure = decoder.input.failure { throw failure }
    decoderPosition += Int64(found)
    if format.isFloatingPoint {
      replacedSamples += silenceNonNumbers(
        in: &block, from: offset * channels, to: (offset + found) * channels)
    }
    if !seekIsCheap { history.append(block.span, fromFrame: offset, frames: found) }
    if found < count { damage = decoder.complaint ?? "the sound ends at frame \(decoderPosition)" }
    return found
  }

  private mutating func jump(to target: Int64) throws(AudioError) {
    if damage == nil, target == decoderPosition { return }
    // After an error libsndfile's FLAC decoder does not find its way back: a new one does.
    if damage != nil || !decoder.seek(toFrame: target) {
      try restart()
      guard target == 0 || decoder.seek(toFrame: target) else {
        damage = decoder.complaint ?? "frame \(target) is not found"
        return
      }
    }
    decoderPosition = target
  }

  private mutating func restart() throws(AudioError) {
    decoder = try location.open(source)
    decoderPosition = 0
    damage = nil
    history.removeAll()
  }

  private mutating func decodeForward(to target: Int64) throws(AudioError) {
    var samples = [Float](repeating: 0, count: ChannelReader.largestBlock)
    while decoderPosition < target, damage == nil {
      var block = samples.mutableSpan
      let fit = min(Int64(block.count / channels), target - decoderPosition)
      _ = try decode(into: &block, fromFrame: 0, frames: Int(fit))
    }
  }
}

/// Replaces what is no number of a sound by 0: NaN, infinities, and magnitudes beyond 2³², more than
/// any integer encoding reaches; so sums of squares stay finite.
/// - Returns: How many samples were replaced.
private func silenceNonNumbers(in block: inout MutableSpan<Float>, from start: Int, to end: Int)
  -> Int
{
  var replaced = 0
  for index in start..<end where !(block[index].magnitude <= 0x1p32) {
    block[index] = 0
    replaced += 1
  }
  return replaced
}

public import AudioFeatures
public import EventDetection

/// The fixed grid of segments and windows over one stream, so that the same sound gives the same
/// bytes whoever computes it.
///
/// Segment *i* begins at native sample *i · seconds · nativeRate*. Inside it window *k* begins at
/// model-rate sample *k · step*, counted from the segment's beginning, and belongs to the segment if
/// it begins there; its end may lie in the next one. A segment is computed on its own: resampled
/// from a cold start one second before its beginning, and read as far as its last window needs.
///
/// Model-rate sample *n* lies at native position *n · nativeRate / modelRate* from the segment's
/// beginning, exactly; in native samples a window runs from the one in which its first model-rate
/// sample lies up to, but without, the one in which the first sample after it lies. So windows that
/// follow each other without overlap share no native sample and leave none out.
///
/// Where the sound ends inside a segment, the rule of ``WindowGrid`` decides which windows are
/// computed; what no window covers then is a gap, less than half a window long.
public struct SegmentGrid: Sendable, Hashable {
  /// Hz.
  public let nativeRate: Int
  /// Hz.
  public let modelRate: Int
  /// Windows inside one segment, at the model's rate.
  public let windows: AudioFeatures.WindowGrid
  /// Length of a segment: ten minutes, but for tests.
  public let seconds: Int

  /// Of everything that goes into a log: with another length windows would lie elsewhere.
  public static let standardSeconds = 600

  /// - Precondition: rates and length are positive.
  public init(
    _ windows: AudioFeatures.WindowGrid, modelRate: Int, nativeRate: Int,
    seconds: Int = SegmentGrid.standardSeconds
  ) {
    precondition(nativeRate > 0 && modelRate > 0 && seconds > 0, "rates and length are positive")
    self.nativeRate = nativeRate
    self.modelRate = modelRate
    self.windows = windows
    self.seconds = seconds
  }

  /// One unit of work.
  public struct Segment: Sendable, Hashable {
    /// From 0, by its place in the stream.
    public let index: Int
    /// Native samples: windows that begin here belong to the segment.
    public let range: SampleRange
    /// The native sample at which resampling begins, as if nothing were before it.
    public let readingStart: Int64
    /// Model-rate samples that come out of the resampler before the segment's own.
    public let contextLength: Int
    /// Model-rate samples from the segment's beginning to the end of its last window.
    public let length: Int
    /// Windows that begin in the segment.
    public let windowCount: Int
  }

  /// Where a segment lies, as if the stream went on for ever.
  /// - Parameter index: From 0.
  public func segment(_ index: Int) -> Segment {
    let start = Int64(index) * segmentFrames
    let windowCount = (seconds * modelRate - 1) / windows.step + 1
    // A second is a whole number of samples at both rates, so the context ends at the beginning.
    return Segment(
      index: index, range: SampleRange(start: start, end: start + segmentFrames),
      readingStart: index == 0 ? 0 : start - Int64(nativeRate),
      contextLength: index == 0 ? 0 : modelRate,
      length: (windowCount - 1) * windows.step + windows.windowLength, windowCount: windowCount)
  }

  /// Segments of a stream of `frames` native samples; the last may be short.
  public func segmentCount(frames: Int64) -> Int {
    Int((frames + segmentFrames - 1) / segmentFrames)
  }

  /// Model-rate samples that a segment has of a stream of `frames` native samples: those whose
  /// position lies before its end, and no more than its windows need.
  public func soundLength(of segment: Segment, frames: Int64) -> Int {
    let native = max(frames - segment.range.start, 0)
    let (whole, rest) = native.quotientAndRemainder(dividingBy: Int64(nativeRate))
    let ofRest = (rest * Int64(modelRate) + Int64(nativeRate) - 1) / Int64(nativeRate)
    return Int(min(whole * Int64(modelRate) + ofRest, Int64(segment.length)))
  }

  /// The sound of window `window` of `segment`.
  /// - Parameter frames: Native samples of the whole stream; no window reaches behind them.
  public func range(of window: Int, in segment: Segment, frames: Int64) -> SampleRange {
    let first = window * windows.step
    let start = segment.range.start + nativeSample(first)
    let end = segment.range.start + nativeSample(first + windows.windowLength)
    return SampleRange(start: min(start, frames), end: min(end, frames))
  }

  private var segmentFrames: Int64 { Int64(seconds) * Int64(nativeRate) }

  /// The native sample in which a model-rate sample lies, from the segment's beginning.
  private func nativeSample(_ sample: Int) -> Int64 {
    // A segment and a window are minutes long: the product is far from overflowing.
    Int64(sample) * Int64(nativeRate) / Int64(modelRate)
  }
}

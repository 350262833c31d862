/// One stream of samples becomes int8 images, window after window.
///
/// ```swift
/// var stream = try WindowStream(frontEnd, step: 80 * frontEnd.settings.hop)
/// while … {
///   stream.process(block) { index, image in … }
/// }
/// let tail = stream.finish { index, image in … }
/// ```
///
/// Window *k* covers the samples from *k · step*. Overlapping windows share their mel power columns,
/// and each is computed once; all that looks along time after that starts anew in each window. The
/// images are the same, byte for byte, whatever the size of the blocks. Between `init` and `finish`
/// nothing is allocated.
///
/// A sample that is no number, or beyond ±65,536, counts as 0.
public struct WindowStream: ~Copyable, Sendable {
  /// Whose images these are.
  public let frontEnd: FrontEnd
  /// Where its windows lie.
  public let grid: WindowGrid
  private var columns: MelColumns
  /// The last columns' power, `[columns, bands]`: column *t* at *t* modulo the columns of a window.
  private var ring: [Float]
  private var columnCount = 0
  private var sampleCount = 0
  private var window: WindowImage

  /// - Parameters:
  ///   - step: Samples from one window to the next, at the settings' sample rate: a multiple of the
  ///     hop, at most the window's length.
  /// - Throws: ``FrontEndError/impossible(_:value:requirement:)`` if it is not.
  public init(_ frontEnd: FrontEnd, step: Int) throws(FrontEndError) {
    self.frontEnd = frontEnd
    grid = try WindowGrid(frontEnd.settings, step: step)
    columns = MelColumns(frontEnd.analysis)
    ring = [Float](
      repeating: 0, count: frontEnd.settings.image.columns * frontEnd.settings.mel.bands)
    window = WindowImage(frontEnd)
  }

  /// Starts anew, at sample 0 and window 0.
  public mutating func reset() {
    columns.reset()
    columnCount = 0
    sampleCount = 0
  }

  /// - Parameters:
  ///   - samples: Those that follow the ones given before, at the settings' sample rate.
  ///   - body: Given each window that they complete: its number from 0, and its image, NHWC with
  ///     N = 1, valid until `body` returns. If it throws, the stream must be ``reset()``.
  public mutating func process<Failure: Error>(
    _ samples: Span<Float>, _ body: (_ index: Int, _ image: Span<Int8>) throws(Failure) -> Void
  ) throws(Failure) {
    sampleCount += samples.count
    let windowColumns = frontEnd.settings.image.columns
    let stepColumns = grid.step / frontEnd.settings.hop
    var position = 0
    while columns.next(from: samples, at: &position, into: &ring, at: oldest) {
      columnCount += 1
      let first = columnCount - windowColumns
      if first >= 0, first.isMultiple(of: stepColumns) {
        window.make(fromRing: ring, oldest: oldest)
        try body(first / stepColumns, window.bytes.span)
      }
    }
  }

  /// Ends the stream; ``reset()`` begins another.
  ///
  /// Where sound is left behind the last whole window, the next one is completed with zeros if at
  /// least half of it is sound.
  /// - Returns: The samples at the end that no window covers.
  public mutating func finish<Failure: Error>(
    _ body: (_ index: Int, _ image: Span<Int8>) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    let uncovered = grid.uncovered(sound: sampleCount)
    let silence = [Float](repeating: 0, count: grid.missing(sound: sampleCount))
    try process(silence.span, body)
    return uncovered
  }

  /// Where in the ring the oldest column is, which the next replaces.
  private var oldest: Int {
    columnCount % frontEnd.settings.image.columns * frontEnd.settings.mel.bands
  }
}

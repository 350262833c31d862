/// A spectrogram with what was heard in it: time to the right, frequency upwards, level as colour.
///
/// A plain value; drawing is a pure function of it and of the machine's fonts.
///
/// ```swift
/// let picture = try SpectrogramPicture(
///   title: "20250607_051000.flac", levels: decibels, bands: bandCentres, secondsPerColumn: 0.01,
///   annotations: [
///     Annotation(startSeconds: 1.5, endSeconds: 4.5, label: "crow", score: 0.97)
///   ])
/// try picture.write(to: "dawn.png")
/// ```
///
/// A band is as high as any other, so the frequency axis is spaced as the bands are: evenly, on a
/// mel scale, or otherwise. Where the recording has more columns than the picture has pixels, a
/// pixel shows the loudest of its columns, so that a short call in a long day is still seen. Spans
/// of annotations are marked on the spectrogram and named in lanes above it; a span outside the
/// pictured time is not drawn, and what finds no lane is counted below them.
public struct SpectrogramPicture: Sendable {
  /// Drawn in bold above everything; shortened where it is too long.
  public var title: String
  /// Drawn beside the title: a device, a place, a rate.
  public var subtitle: String

  /// Decibels, column after column, each from the lowest band to the highest: shape
  /// `[columns, bands]`. Minus infinity is silence.
  public let levels: [Float]
  /// The bands' centre frequencies in Hz, rising.
  public let bands: [Double]
  /// How far apart columns are, above 0.
  public let secondsPerColumn: Double
  /// Where the first column begins on the time axis; above 0 for an excerpt.
  public let startSeconds: Double
  /// What the clock showed at 0 s of the time axis, where that is known.
  public let clock: Clock?
  /// The ends of the colour scale in dB; what lies outside has the colour of its end.
  public let levelRange: ClosedRange<Double>
  /// What was heard; in any order.
  public let annotations: [Annotation]
  /// Of the whole picture, with axes, lanes and text.
  public let size: PictureSize

  /// - Parameters:
  ///   - levels: Decibels, `[columns, bands]`, lowest band first.
  ///   - bands: Centre frequencies in Hz, at least two.
  ///   - levelRange: Ends of the colour scale; nil fits it to the levels, see ``LevelRange``.
  public init(
    title: String, subtitle: String = "", levels: [Float], bands: [Double],
    secondsPerColumn: Double, startSeconds: Double = 0, clock: Clock? = nil,
    levelRange: ClosedRange<Double>? = nil, annotations: [Annotation] = [],
    size: PictureSize = PictureSize()
  ) throws(PictureError) {
    try size.validate()
    guard bands.count > 1, !levels.isEmpty else {
      throw .empty(columns: levels.isEmpty ? 0 : 1, bands: bands.count)
    }
    guard levels.count.isMultiple(of: bands.count) else {
      throw .unevenColumns(levels: levels.count, bands: bands.count)
    }
    var below = 0.0
    for (band, hertz) in bands.enumerated() {
      guard hertz.isFinite, hertz > below else { throw .bandsNotRising(band: band) }
      below = hertz
    }
    if let bad = levels.firstIndex(where: \.isNaN) {
      throw .notANumber(column: bad / bands.count, band: bad % bands.count)
    }
    let end = startSeconds + Double(levels.count / bands.count) * secondsPerColumn
    guard Self.times.contains(startSeconds), secondsPerColumn > 0, Self.times.contains(end),
      end > startSeconds
    else { throw .timeAxis(start: startSeconds, secondsPerColumn: secondsPerColumn) }
    try clock?.validate()
    for annotation in annotations { try annotation.validate() }
    if let range = levelRange {
      let (lowest, highest) = (range.lowerBound, range.upperBound)
      guard lowest >= -10_000, highest <= 10_000, highest - lowest >= 1 else {
        throw .levelRange(lowest: lowest, highest: highest)
      }
    }
    self.title = title
    self.subtitle = subtitle
    self.levels = levels
    self.bands = bands
    self.secondsPerColumn = secondsPerColumn
    self.startSeconds = startSeconds
    self.clock = clock
    self.levelRange = levelRange ?? LevelRange.fitted(to: levels)
    self.annotations = annotations
    self.size = size
  }

  /// A hundred years either way: every second of them is exact in a Double, and in microseconds.
  private static let times = -3.2e9...3.2e9

  /// How many there are, at least 1.
  public var columns: Int { levels.count / bands.count }

  /// The end of the last column on the time axis.
  public var endSeconds: Double { startSeconds + Double(columns) * secondsPerColumn }
}

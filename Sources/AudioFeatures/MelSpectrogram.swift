/// The mel power of a stretch of sound, to look at: the same columns that the windows are made of.
public struct MelSpectrogram: Sendable {
  /// Those it was made by.
  public let settings: FrontEndSettings
  /// Column *t* covers the samples from *t · hop* up to *t · hop + frameLength*.
  public let columns: Int
  /// Mel bands of a column.
  public let bands: Int
  /// Centre of each band, Hz.
  public let centres: [Double]
  /// `[columns, bands]`, lowest band first.
  public let power: [Float]

  /// - Parameters:
  ///   - samples: At the settings' sample rate; what is behind the last whole frame is left out.
  /// - Throws: ``FrontEndError`` if the settings are impossible.
  public init(of samples: Span<Float>, settings: FrontEndSettings) throws(FrontEndError) {
    let analysis = try MelAnalysis(settings)
    let bands = settings.mel.bands
    let columns = max(0, samples.count - settings.frameLength + settings.hop) / settings.hop
    var power = [Float](repeating: 0, count: columns * bands)
    var stream = MelColumns(analysis)
    var position = 0
    for column in 0..<columns {
      let isComplete = stream.next(
        from: samples, at: &position, into: &power, at: column * bands)
      precondition(isComplete, "fewer columns than samples")
    }
    self.settings = settings
    self.columns = columns
    self.bands = bands
    self.power = power
    centres = analysis.filterBank.centres
  }

  /// `[columns, bands]`: the power compressed as the settings say, all of it as one window.
  public var compressed: [Float] {
    guard !power.isEmpty else { return [] }
    var values = power
    var compressor = Compressor(settings)
    compressor.apply(to: &values)
    return values
  }

  /// Where a column's frame has its centre, in seconds.
  public func seconds(ofColumn column: Int) -> Double {
    (Double(column * settings.hop) + Double(settings.frameLength) / 2) / Double(settings.sampleRate)
  }
}

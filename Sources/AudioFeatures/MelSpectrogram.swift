/// The mel power of a stretch of sound, to look at: the same columns that the windows are made of.
public struct MelSpectrogram: Sendable {
  public let settings: FrontEndSettings
  /// Column *t* covers the samples from *t · hop* up to *t · hop + frameLength*.
  public let columns: Int
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
    var stream = MelColumns(analysis)
    var power: [Float] = []
    power.reserveCapacity(samples.count / settings.hop * settings.mel.bands)
    var position = 0
    while stream.next(from: samples, at: &position) { power += stream.column }
    self.settings = settings
    self.power = power
    bands = settings.mel.bands
    centres = analysis.filterBank.centres
    columns = power.count / bands
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

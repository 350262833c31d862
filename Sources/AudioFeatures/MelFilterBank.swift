/// Triangular mel filters: a power spectrum in, mel band powers out.
///
/// The edges of all bands lie evenly on the mel scale; a band rises from the centre of the one
/// below it to its own and falls to the centre of the one above. Designed in `Double`; only the
/// bins of a band are stored and visited.
///
/// `MelFilterBankTests` holds it against librosa's `filters.mel`.
public struct MelFilterBank: Sendable {
  /// A band's weights are completed with zeros to a multiple of this, to be read as whole vectors.
  static let lanes = 8

  public let bands: Int
  /// Bins of the spectrum: half the transform's length, and 1.
  public let bins: Int
  /// Centre of each band, Hz.
  public let centres: [Double]

  /// Spectrum bin of each band's first weight.
  private let starts: [Int]
  /// Where each band's weights begin in `weights`, and after the last their end.
  private let offsets: [Int]
  private let weights: [Float]

  /// - Parameters:
  ///   - sampleRate: Hz.
  ///   - fftLength: Length of the transform in samples; even.
  /// - Throws: ``FrontEndError/emptyBand(_:lower:upper:binWidth:)`` if no bin lies in a band: its
  ///   image row would be constant.
  init(
    sampleRate: Int, fftLength: Int, mel: FrontEndSettings.Mel
  ) throws(FrontEndError) {
    let binWidth = Double(sampleRate) / Double(fftLength)
    let low = mel.scale.mel(hertz: mel.lowest)
    let high = mel.scale.mel(hertz: mel.highest)
    let edges = (0..<mel.bands + 2).map { edge in
      mel.scale.hertz(mel: low + (high - low) * Double(edge) / Double(mel.bands + 1))
    }
    bands = mel.bands
    bins = fftLength / 2 + 1

    var starts: [Int] = []
    var offsets = [0]
    var weights: [Float] = []
    for band in 0..<mel.bands {
      let (lower, centre, upper) = (edges[band], edges[band + 1], edges[band + 2])
      let height =
        switch mel.norm {
        case .slaney: 2 / (upper - lower)
        case .none: 1.0
        }
      let inside = (0..<bins).filter {
        lower < Double($0) * binWidth && Double($0) * binWidth < upper
      }
      guard let first = inside.first else {
        throw .emptyBand(band, lower: lower, upper: upper, binWidth: binWidth)
      }
      for bin in inside {
        let hertz = Double(bin) * binWidth
        let rising = (hertz - lower) / (centre - lower)
        let falling = (upper - hertz) / (upper - centre)
        weights.append(Float(height * min(rising, falling)))
      }
      while weights.count % Self.lanes != 0 { weights.append(0) }
      starts.append(first)
      offsets.append(weights.count)
    }
    centres = Array(edges[1...mel.bands])
    self.starts = starts
    self.offsets = offsets
    self.weights = weights
  }

  /// Elements that a spectrum given to ``apply(_:into:)`` must have: `bins`, and zeros to read
  /// behind them.
  var spectrumCount: Int { bins + Self.lanes }

  /// All weights, `[bands, bins]`, row-major, lowest band first.
  public var matrix: [Float] {
    var matrix = [Float](repeating: 0, count: bands * bins)
    for band in 0..<bands {
      for (bin, weight) in zip(starts[band]..<bins, weights[offsets[band]..<offsets[band + 1]]) {
        matrix[band * bins + bin] = weight
      }
    }
    return matrix
  }

  /// Sums `power` under each band's triangle.
  /// - Parameter power: ``spectrumCount`` values, those behind the last bin 0.
  func apply(_ power: [Float], into column: inout [Float]) {
    precondition(power.count == spectrumCount && column.count == bands, "spectrum of another size")
    unsafe power.withUnsafeBytes { power in
      unsafe weights.withUnsafeBytes { weights in
        for band in 0..<bands {
          var sum = SIMD8<Float>()
          var bin = starts[band]
          for at in stride(from: offsets[band], to: offsets[band + 1], by: Self.lanes) {
            let powers = unsafe power.loadUnaligned(
              fromByteOffset: bin * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
            let heights = unsafe weights.loadUnaligned(
              fromByteOffset: at * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
            sum += powers * heights
            bin += Self.lanes
          }
          let quarter = sum.lowHalf + sum.highHalf
          let pair = quarter.lowHalf + quarter.highHalf
          column[band] = pair[0] + pair[1]
        }
      }
    }
  }
}

/// Triangular mel filters: a power spectrum in, mel band powers out.
///
/// The edges of all bands lie evenly on the mel scale; a band rises from the centre of the one
/// below it to its own and falls to the centre of the one above. Designed in `Double`; only the
/// bins of a band are stored and visited.
///
/// `FrontEndGoldenTests` holds its bands' power against librosa's.
public struct MelFilterBank: Sendable {
  /// A band's weights are completed with zeros to a multiple of this, to be read as whole vectors.
  static let lanes = 8

  /// Filters.
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
    let low = mel.scale.mel(hertz: mel.lowest)
    let high = mel.scale.mel(hertz: mel.highest)
    let edges = (0..<mel.bands + 2).map { edge in
      mel.scale.hertz(mel: low + (high - low) * Double(edge) / Double(mel.bands + 1))
    }
    try self.init(edges: edges, sampleRate: sampleRate, fftLength: fftLength, norm: mel.norm)
  }

  /// - Parameter edges: Hz, rising: a band's lower edge, its centre and its upper edge are three in a
  ///   row.
  init(
    edges: [Double], sampleRate: Int, fftLength: Int, norm: MelNorm
  ) throws(FrontEndError) {
    let binWidth = Double(sampleRate) / Double(fftLength)
    bands = edges.count - 2
    bins = fftLength / 2 + 1

    var starts: [Int] = []
    var offsets = [0]
    var weights: [Float] = []
    for band in 0..<bands {
      let (lower, centre, upper) = (edges[band], edges[band + 1], edges[band + 2])
      let height =
        switch norm {
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
    centres = Array(edges[1...bands])
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
  /// - Parameters:
  ///   - power: ``spectrumCount`` values, those behind the last bin 0.
  ///   - columns: Gets `bands` values, the first at `offset`.
  func apply(_ power: [Float], into columns: inout [Float], at offset: Int) {
    precondition(power.count == spectrumCount, "spectrum of another size")
    precondition(offset >= 0 && offset + bands <= columns.count, "column beyond the end")
    var columns = columns.mutableSpan
    // No read is out of bounds: a band's first bin and its weights, completed to whole vectors, end
    // within `spectrumCount`, as `init` made them.
    unsafe power.withUnsafeBufferPointer { power in
      unsafe weights.withUnsafeBufferPointer { weights in
        for band in 0..<bands {
          let first = offsets[band]
          unsafe columns[unchecked: offset &+ band] = Self.dot(
            power.baseAddress! + starts[band], weights.baseAddress! + first,
            count: offsets[band + 1] - first)
        }
      }
    }
  }

  /// - Parameter count: A multiple of ``lanes``.
  private static func dot(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int
  ) -> Float {
    var sum = SIMD8<Float>()
    var i = 0
    while i < count {
      let x = unsafe UnsafeRawPointer(left + i).loadUnaligned(as: SIMD8<Float>.self)
      let y = unsafe UnsafeRawPointer(right + i).loadUnaligned(as: SIMD8<Float>.self)
      sum += x * y
      i &+= lanes
    }
    let half = sum.lowHalf + sum.highHalf
    let quarter = half.lowHalf + half.highHalf
    return quarter[0] + quarter[1]
  }
}

/// Along one axis: which input samples each output sample is mixed from, and with which weights.
///
/// The weights depend on the two sizes and the position alone. They are integers with 22 binary
/// places, as Pillow has them, so that with 8 bits of sample a sum stays within 32 bits: weights add
/// up to about 2^22, and the negative lobes of ``ResamplingFilter/bicubic`` make their magnitudes
/// add up to less than 1.4 times that, so a sum is below 255 * 1.4 * 2^22 < 2^31.
///
/// Source: the behaviour of Pillow 11.3, to which tests hold it byte for byte.
struct ResamplingTable {
  /// The first input sample of each output sample.
  private(set) var starts: [Int] = []
  /// How many it has.
  private(set) var counts: [Int] = []
  /// Where its weights begin in ``weights``.
  private(set) var offsets: [Int] = []
  private(set) var weights: [Int32] = []

  static let binaryPlaces = 22

  /// - Parameters:
  ///   - inputCount: Samples that there are, at least 1.
  ///   - outputCount: Samples of the whole resized axis, at least 1.
  ///   - kept: Those of them that are wanted.
  init(_ filter: ResamplingFilter, from inputCount: Int, to outputCount: Int, kept: Range<Int>) {
    let scale = Double(inputCount) / Double(outputCount)
    // To shrink, the filter is widened: every input sample counts (antialiasing).
    let stretch = max(scale, 1)
    let radius = filter.support * stretch
    let inverse = 1 / stretch
    for position in kept {
      let centre = (Double(position) + 0.5) * scale
      let first = max(Int(centre - radius + 0.5), 0)
      let end = min(Int(centre + radius + 0.5), inputCount)
      let shares = (first..<end).map {
        filter.weight(at: (Double($0) - centre + 0.5) * inverse)
      }
      let sum = shares.reduce(0, +)
      starts.append(first)
      counts.append(shares.count)
      offsets.append(weights.count)
      weights += shares.map { share in
        let scaled = (sum == 0 ? share : share / sum) * Double(1 << Self.binaryPlaces)
        return Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
      }
    }
  }

  var outputCount: Int { starts.count }

  /// The input samples that any output sample needs.
  var reach: Range<Int> {
    guard let first = starts.min(), let end = zip(starts, counts).map(+).max() else { return 0..<0 }
    return first..<end
  }
}

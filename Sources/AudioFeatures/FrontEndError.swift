/// Why a front end cannot be built from its settings.
public enum FrontEndError: Error, Equatable, CustomStringConvertible {
  /// The text is not JSON at all.
  case notJSON(reason: String)
  /// A key that no setting has: a misspelt setting would otherwise be ignored.
  case unknownKey(_ key: String, known: [String])
  /// A key that is required and is not there.
  case missingKey(_ key: String)
  /// A value that cannot be read as its setting's type.
  case unreadable(_ key: String, reason: String)
  /// A value outside what its setting can be.
  case impossible(_ key: String, value: String, requirement: String)
  /// A mel band, counted from 0, that holds no bin of the spectrum; all three in Hz.
  case emptyBand(_ band: Int, lower: Double, upper: Double, binWidth: Double)

  /// What is wrong, where, and what would be right.
  public var description: String {
    switch self {
    case .notJSON(let reason):
      "front end: not JSON: \(reason)"
    case .unknownKey(let key, let known):
      "front end: there is no setting \(key). Known here: \(known.joined(separator: ", "))."
    case .missingKey(let key):
      "front end: the setting \(key) is missing. Every setting that changes a number is written out."
    case .unreadable(let key, let reason):
      "front end: the setting \(key) cannot be read: \(reason)"
    case .impossible(let key, let value, let requirement):
      "front end: \(key) is \(value), but must be \(requirement)."
    case .emptyBand(let band, let lower, let upper, let binWidth):
      "front end: mel band \(band) (\(hundredths(lower)) to \(hundredths(upper)) Hz) holds no bin of "
        + "the spectrum, whose bins are \(hundredths(binWidth)) Hz apart: its image row would be "
        + "constant. Use fewer bands, a higher mel.lowest, or a longer fftLength."
    }
  }
}

/// Edges on a mel scale have digits that nobody reads.
private func hundredths(_ hertz: Double) -> Double { (hertz * 100).rounded() / 100 }

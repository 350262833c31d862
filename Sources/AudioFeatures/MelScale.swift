import Foundation

/// The scale on which mel band edges lie evenly.
public enum MelScale: String, Sendable, Hashable, Codable, CaseIterable {
  /// Linear below 1 kHz (3 mel to 200 Hz), then logarithmic (27 mel to a factor of 6.4).
  ///
  /// Source: M. Slaney, *Auditory Toolbox*, Interval TR 1998-010.
  case slaney
  /// *2595 log₁₀(1 + f / 700)*
  ///
  /// Source: S. Young et al., *The HTK Book*.
  case htk

  private static let linearHertz = 200.0 / 3
  private static let cornerHertz = 1000.0
  private static let cornerMel = 15.0
  private static let logarithmicStep = log(6.4) / 27

  /// Of a frequency in Hz.
  public func mel(hertz: Double) -> Double {
    switch self {
    case .slaney where hertz < Self.cornerHertz:
      hertz / Self.linearHertz
    case .slaney:
      Self.cornerMel + log(hertz / Self.cornerHertz) / Self.logarithmicStep
    case .htk:
      2595 * log10(1 + hertz / 700)
    }
  }

  /// The frequency in Hz.
  public func hertz(mel: Double) -> Double {
    switch self {
    case .slaney where mel < Self.cornerMel:
      mel * Self.linearHertz
    case .slaney:
      Self.cornerHertz * exp(Self.logarithmicStep * (mel - Self.cornerMel))
    case .htk:
      700 * (pow(10, mel / 2595) - 1)
    }
  }
}

/// How high each mel band's triangle is.
public enum MelNorm: String, Sendable, Hashable, Codable, CaseIterable {
  /// Area 1 over Hz.
  case slaney
  /// Peak 1.
  case none
}

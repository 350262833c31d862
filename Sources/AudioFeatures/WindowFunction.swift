import Foundation

/// The weights of a frame's samples, periodic as spectral analysis wants them: one period of *n*
/// samples, the next of which would be the first again (scipy's `get_window(..., fftbins=True)`).
public enum WindowFunction: String, Sendable, Hashable, Codable, CaseIterable {
  /// *0.5 − 0.5 cos(2πi / n)*
  case hann
  /// *0.54 − 0.46 cos(2πi / n)*
  case hamming

  func weights(count: Int) -> [Float] {
    let mean: Double
    switch self {
    case .hann: mean = 0.5
    case .hamming: mean = 0.54
    }
    return (0..<count).map { i in
      Float(mean - (1 - mean) * cos(2 * Double.pi * Double(i) / Double(count)))
    }
  }
}

import Foundation

/// Level as colour: night blue for the quietest, through violet and orange to pale yellow.
///
/// Lightness rises in equal steps, so equal differences of level look equal, and the map survives
/// printing in grey and every kind of colour blindness. Hue only helps: it turns through half the
/// circle, away from green. Made for earshot in Oklch (``Colour``); no table of another map is used.
enum ColourMap {
  static let steps = 256

  /// RGB24 pixels, quietest first.
  static let pixels: [UInt32] = (0..<steps).map { colour(Double($0) / Double(steps - 1)).pixel }

  /// - Parameter share: 0 for the quietest, 1 for the loudest.
  static func colour(_ share: Double) -> Colour {
    Colour(
      lightness: 0.13 + 0.84 * share,
      chroma: 0.06 + 0.15 * pow(sin(.pi * min(1, share * 1.05)), 0.9) - 0.01 * share,
      hue: 275 + 190 * share)
  }
}

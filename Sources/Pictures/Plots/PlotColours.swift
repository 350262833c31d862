/// The colours of plots: of two things that are compared, and of cells from few to many.
enum PlotColours {
  /// The first is drawn broad and light, the second narrow and dark upon it, so that both are seen where
  /// they are the same.
  struct Line: Sendable {
    let colour: Colour
    let width: Double
  }

  private static let broad = Line(
    colour: Colour(lightness: 0.80, chroma: 0.13, hue: 65), width: 4)
  private static let dark = Line(
    colour: Colour(lightness: 0.45, chroma: 0.16, hue: 265), width: 1.6)
  private static let third = Line(
    colour: Colour(lightness: 0.60, chroma: 0.15, hue: 150), width: 1.6)

  /// The lines of so many things; one alone is dark.
  /// - Parameter count: At most three.
  static func lines(_ count: Int) -> [Line] {
    count == 1 ? [dark] : Array([broad, dark, third].prefix(count))
  }

  static let ground = Colour(grey: 0.97)
  static let grid = Colour(grey: 0.86)

  /// White for 0, dark blue for 1.
  static func share(_ share: Double) -> Colour {
    let share = min(max(share, 0), 1)
    // Small shares are seen, too.
    let depth = share.squareRoot()
    return Colour(lightness: 0.985 - 0.56 * depth, chroma: 0.15 * depth, hue: 262)
  }
}

/// The colours of a picture beside its spectrogram.
enum Palette {
  static let paper = Colour(grey: 1)
  static let ink = Colour(lightness: 0.25, chroma: 0.01, hue: 270)
  static let faint = Colour(lightness: 0.52, chroma: 0.01, hue: 270)

  /// One hue, dark enough on paper to carry white text, and light enough to be seen on the
  /// spectrogram.
  struct Mark: Sendable, Equatable {
    let onPaper: Colour
    let onSpectrogram: Colour

    init(lightness: Double = 0.52, chroma: Double, hue: Double) {
      onPaper = Colour(lightness: lightness, chroma: chroma, hue: hue)
      onSpectrogram = Colour(lightness: 0.88, chroma: chroma, hue: hue)
    }
  }

  static let human = Mark(lightness: 0.40, chroma: 0.03, hue: 260)
  static let background = Mark(lightness: 0.60, chroma: 0, hue: 0)

  /// One mark an annotation. Species begin with cyan, which the spectrogram lacks, and turn by
  /// the golden angle, so that any number of them differ.
  static func marks(for annotations: [Annotation]) -> [Mark] {
    var species: [String: Mark] = [:]
    return annotations.map { annotation in
      switch annotation.kind {
      case .human: return human
      case .background: return background
      case .species:
        let turn = 205 + 137.508 * Double(species.count)
        let mark = species[annotation.label] ?? Mark(chroma: 0.14, hue: turn)
        species[annotation.label] = mark
        return mark
      }
    }
  }
}

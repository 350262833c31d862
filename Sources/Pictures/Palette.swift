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

  /// Frames on photographs: a hue that neither skin, leaves nor sky have.
  static let box = Mark(chroma: 0.22, hue: 330)

  /// One mark an annotation; of a species in the hue of its name.
  static func marks(for annotations: [Annotation]) -> [Mark] {
    let hues = SpeciesHues(annotations.lazy.filter { $0.kind == .species }.map(\.label))
    return annotations.map { annotation in
      switch annotation.kind {
      case .human: human
      case .background: background
      case .species: Mark(chroma: 0.14, hue: hues[annotation.label])
      }
    }
  }
}

internal import CCairo

/// The typeface of a picture: DejaVu Sans, or what fontconfig takes for it, or, on a machine
/// without any font, the plain one built into cairo.
struct Font: Sendable {
  enum Weight: Sendable { case regular, bold }

  let family: String
  /// cairo's own face has nothing outside ASCII.
  let isBuiltIn: Bool

  static let usable: Font = {
    let preferred = Font(family: "DejaVu Sans", isBuiltIn: false)
    return preferred.isReal ? preferred : Font(family: "@cairo:", isBuiltIn: true)
  }()

  /// A text with what the face lacks replaced by the nearest it has, and without what breaks a
  /// line.
  func drawable(_ text: String) -> String {
    let line = String(text.map { $0.isNewline || $0 == "\t" || $0 == "\0" ? " " : $0 })
    guard isBuiltIn else { return line }
    return line.flatMap { character -> [Character] in
      switch character {
      case "\u{2212}", "\u{2013}", "·": ["-"]
      case "…": [".", ".", "."]
      default: character.isASCII ? [character] : ["?"]
      }
    }.reduce(into: "") { $0.append($1) }
  }

  /// Whether cairo finds a font on this machine. Without one it takes its own, made as a user's.
  private var isReal: Bool {
    let face = unsafe cairo_toy_font_face_create(
      family, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
    defer { unsafe cairo_font_face_destroy(face) }
    let options = unsafe cairo_font_options_create()
    defer { unsafe cairo_font_options_destroy(options) }
    var size = cairo_matrix_t()
    var identity = cairo_matrix_t()
    unsafe cairo_matrix_init_scale(&size, 12, 12)
    unsafe cairo_matrix_init_identity(&identity)
    let scaled = unsafe cairo_scaled_font_create(face, &size, &identity, options)
    defer { unsafe cairo_scaled_font_destroy(scaled) }
    let status = unsafe cairo_scaled_font_status(scaled)
    let kind = unsafe cairo_scaled_font_get_type(scaled)
    return status == CAIRO_STATUS_SUCCESS && kind != CAIRO_FONT_TYPE_USER
  }
}

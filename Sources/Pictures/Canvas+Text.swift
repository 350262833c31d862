internal import CCairo

extension Canvas {
  struct Style: Sendable {
    var size: Double
    var weight: Font.Weight = .regular
    var colour: Colour
    var opacity = 1.0
  }

  /// Which of a text's ends, or its middle, stands at the place given.
  enum Anchor: Sendable { case left, middle, right }

  func prepareText() {
    let options = unsafe cairo_font_options_create()
    unsafe cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT)
    // Widths that are not rounded: letters stand where the designer put them, at every scale.
    unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    unsafe cairo_set_font_options(context, options)
    unsafe cairo_font_options_destroy(options)
  }

  /// How far the pen moves, in points.
  func width(of text: String, _ style: Style) -> Double {
    select(style)
    var extents = cairo_text_extents_t()
    unsafe cairo_text_extents(context, font.drawable(text), &extents)
    return extents.x_advance
  }

  /// - Parameter middle: Where half the height of a capital lies.
  func write(_ text: String, _ style: Style, x: Double, middle: Double, anchor: Anchor = .left) {
    let shift =
      switch anchor {
      case .left: 0.0
      case .middle: width(of: text, style) / 2
      case .right: width(of: text, style)
      }
    select(style)
    use(style.colour, style.opacity)
    // Whole pixels keep the stems of letters sharp.
    let pixel = Double(scale)
    let baseline = middle + 0.36 * style.size
    unsafe cairo_move_to(
      context, ((x - shift) * pixel).rounded() / pixel, (baseline * pixel).rounded() / pixel)
    unsafe cairo_show_text(context, font.drawable(text))
  }

  /// The text, or as much of its beginning as fits with an ellipsis.
  func shortened(_ text: String, _ style: Style, to room: Double) -> String {
    // No picture is wide enough for more characters.
    var kept = text.prefix(2000)
    guard kept.count < text.count || width(of: text, style) > room else { return text }
    while !kept.isEmpty {
      kept.removeLast()
      let short = kept.trimmingSuffix(while: \.isWhitespace) + "…"
      if width(of: short, style) <= room { return short }
    }
    return ""
  }

  private func select(_ style: Style) {
    unsafe cairo_select_font_face(
      context, font.family, CAIRO_FONT_SLANT_NORMAL,
      style.weight == .bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    unsafe cairo_set_font_size(context, style.size)
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while belongs: (Character) -> Bool) -> String {
    var kept = self
    while let last = kept.last, belongs(last) { kept.removeLast() }
    return String(kept)
  }
}

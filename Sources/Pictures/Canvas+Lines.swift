internal import CCairo

extension Canvas {
  struct Stroke: Sendable {
    var width: Double
    var colour: Colour
    var opacity = 1.0
    /// Lengths drawn and left out, in turn; none for a line without gaps.
    var dashes: [Double] = []
  }

  /// A line through points, its corners and ends round.
  func line(_ points: [(x: Double, y: Double)], _ stroke: Stroke) {
    guard let first = points.first else { return }
    use(stroke.colour, stroke.opacity)
    unsafe cairo_set_line_width(context, stroke.width)
    unsafe cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    unsafe cairo_set_dash(context, stroke.dashes, Int32(stroke.dashes.count), 0)
    unsafe cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { unsafe cairo_line_to(context, point.x, point.y) }
    unsafe cairo_stroke(context)
    unsafe cairo_set_dash(context, nil, 0, 0)
    unsafe cairo_set_line_cap(context, CAIRO_LINE_CAP_BUTT)
    unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_MITER)
  }

  /// A disc, or with `ring` its edge round paper.
  func dot(x: Double, y: Double, radius: Double, _ colour: Colour, ring: Double? = nil) {
    unsafe cairo_new_sub_path(context)
    unsafe cairo_arc(context, x, y, radius - (ring ?? 0) / 2, 0, 2 * .pi)
    use(ring == nil ? colour : Palette.paper, 1)
    unsafe cairo_fill_preserve(context)
    use(colour, 1)
    if let ring {
      unsafe cairo_set_line_width(context, ring)
      unsafe cairo_stroke(context)
    } else {
      unsafe cairo_new_path(context)
    }
  }

  /// A text that runs upwards.
  /// - Parameters:
  ///   - x: Where half the height of a capital lies.
  ///   - y: Where the anchor stands.
  func writeUpwards(_ text: String, _ style: Style, x: Double, y: Double, anchor: Anchor) {
    unsafe cairo_save(context)
    unsafe cairo_translate(context, x, y)
    unsafe cairo_rotate(context, -.pi / 2)
    write(text, style, x: 0, middle: 0, anchor: anchor)
    unsafe cairo_restore(context)
  }
}

/// In points, from the upper left corner of the picture.
struct Rectangle: Sendable, Equatable {
  var x, y, width, height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
}

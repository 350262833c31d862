/// A person in a picture: corners in pixels, from the upper left corner of the picture, and how sure
/// the detector is.
///
/// A box may reach over the edge of the picture: the detector guesses the whole person.
public struct PersonBox: Sendable, Equatable {
  /// Edges in pixels, counted to the right and down.
  public var left, top, right, bottom: Double
  /// 0…1.
  public var score: Double

  /// Takes the edges as they are; nothing is cut off at those of a picture.
  public init(left: Double, top: Double, right: Double, bottom: Double, score: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
    self.score = score
  }

  /// The area that two boxes share, as a part of the area that either covers.
  func overlap(with other: PersonBox) -> Double {
    let width = max(0, min(right, other.right) - max(left, other.left))
    let height = max(0, min(bottom, other.bottom) - max(top, other.top))
    let shared = width * height
    let either = area + other.area - shared
    return either > 0 ? shared / either : 0
  }

  private var area: Double { (right - left) * (bottom - top) }

  /// The same box in the picture that was squeezed to the network's input.
  func scaled(horizontally: Double, vertically: Double) -> PersonBox {
    PersonBox(
      left: left * horizontally, top: top * vertically, right: right * horizontally,
      bottom: bottom * vertically, score: score)
  }
}

/// Where the parts of a picture stand, in points.
struct PictureLayout {
  static let titleMiddle = 24.0
  static let laneHeight = 19.0
  static let barHeight = 16.0

  /// The spectrogram itself.
  let plot: Rectangle
  /// The colour scale.
  let scale: Rectangle

  private static let left = 68.0
  private static let right = 70.0
  private static let head = 44.0
  private static let lanesGap = 6.0

  static func plotWidth(_ size: PictureSize) -> Double { Double(size.width) - left - right }

  /// Lanes that leave the spectrogram half of the picture's height; one in the smallest picture.
  static func mostLanes(_ size: PictureSize, withClock: Bool) -> Int {
    let room = Double(size.height) / 2 - head - foot(withClock) - lanesGap
    return max(1, Int(room / laneHeight))
  }

  init(_ size: PictureSize, lanes: Int, withClock: Bool) {
    let top = Self.head + (lanes > 0 ? Double(lanes) * Self.laneHeight + Self.lanesGap : 0)
    plot = Rectangle(
      x: Self.left, y: top, width: Self.plotWidth(size),
      height: Double(size.height) - top - Self.foot(withClock))
    scale = Rectangle(x: plot.right + 14, y: top, width: 12, height: plot.height)
  }

  /// The bar of a lane, 0 being next to the spectrogram.
  func bar(_ span: ClosedRange<Double>, lane: Int) -> Rectangle {
    Rectangle(
      x: plot.x + span.lowerBound,
      y: plot.y - Self.lanesGap - Double(lane + 1) * Self.laneHeight
        + (Self.laneHeight - Self.barHeight),
      width: span.upperBound - span.lowerBound, height: Self.barHeight)
  }

  private static func foot(_ withClock: Bool) -> Double { withClock ? 66 : 50 }
}

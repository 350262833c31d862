/// Where the bars and names of annotations stand: in lanes, so that no two touch.
///
/// An annotation takes the first lane, counted from the spectrogram upwards, in which its bar and
/// its text are free. A text that does not fit into its bar stands to its right, or to its left
/// where the right edge is near.
struct LabelLanes {
  enum TextSide: Equatable { case inside, right, left }

  struct Placed: Equatable {
    /// Index into the annotations given.
    let annotation: Int
    /// 0 is next to the spectrogram.
    let lane: Int
    let bar: ClosedRange<Double>
    let text: ClosedRange<Double>
    let side: TextSide

    /// Bar and text together.
    var span: ClosedRange<Double> {
      min(bar.lowerBound, text.lowerBound)...max(bar.upperBound, text.upperBound)
    }
  }

  static let gap = 6.0
  static let padding = 5.0
  static let leastBar = 3.0

  /// How wide a text may be so that there is always room for it, wherever its bar stands: what a
  /// bar too short for it leaves free is more than twice this, so one side has it.
  static func widestText(within width: Double) -> Double { (width - 4 * padding) / 3 }

  let placed: [Placed]
  let laneCount: Int
  /// Annotations that found no lane.
  let unplaced: Int

  /// - Parameters:
  ///   - spans: From and to, in points from the left edge; what begins first is placed first.
  ///   - textWidths: Of the annotations' texts, in the same order.
  ///   - width: Of the axis; a text no wider than ``widestText(within:)`` stays within it.
  ///   - most: Lanes there is room for.
  init(
    spans: [ClosedRange<Double>], textWidths: [Double], within width: Double, most: Int
  ) {
    var lanes: [[ClosedRange<Double>]] = []
    var placed: [Placed] = []
    var unplaced = 0
    let order = spans.indices.sorted {
      (spans[$0].lowerBound, $0) < (spans[$1].lowerBound, $1)
    }
    for index in order {
      let (bar, text, side) = Self.stand(
        spans[index], textWidth: textWidths[index], within: width)
      let wanted = Placed(annotation: index, lane: 0, bar: bar, text: text, side: side).span
      let free = lanes.firstIndex { taken in
        taken.allSatisfy {
          $0.upperBound + Self.gap <= wanted.lowerBound
            || wanted.upperBound + Self.gap <= $0.lowerBound
        }
      }
      guard let lane = free ?? (lanes.count < most ? lanes.count : nil) else {
        unplaced += 1
        continue
      }
      if lane == lanes.count { lanes.append([]) }
      lanes[lane].append(wanted)
      placed.append(Placed(annotation: index, lane: lane, bar: bar, text: text, side: side))
    }
    self.placed = placed
    laneCount = lanes.count
    self.unplaced = unplaced
  }

  private static func stand(
    _ span: ClosedRange<Double>, textWidth: Double, within width: Double
  ) -> (bar: ClosedRange<Double>, text: ClosedRange<Double>, side: TextSide) {
    let end = max(span.upperBound, min(span.lowerBound + leastBar, width))
    let bar = min(span.lowerBound, end - leastBar)...end
    if textWidth + 2 * padding <= bar.upperBound - bar.lowerBound {
      let start = bar.lowerBound + padding
      return (bar, start...start + textWidth, .inside)
    }
    let start = bar.upperBound + padding
    if start + textWidth <= width { return (bar, start...start + textWidth, .right) }
    let stop = bar.lowerBound - padding
    return (bar, stop - textWidth...stop, .left)
  }
}

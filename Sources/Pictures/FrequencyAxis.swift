import Foundation

/// Where a frequency lies among rows of equal height, one a band, and which frequencies to name.
struct FrequencyAxis {
  /// Rising, at least two.
  let bands: [Double]

  /// 0 at the lower edge of the lowest band, 1 at the upper edge of the highest; nil outside.
  ///
  /// Straight between the centres of bands, and on beyond the outermost at the same slope.
  func place(of hertz: Double) -> Double? {
    let count = bands.count
    let above = bands.partitioningIndex { $0 >= hertz }
    let upper = min(max(above, 1), count - 1)
    let (low, high) = (bands[upper - 1], bands[upper])
    let band = Double(upper - 1) + (hertz - low) / (high - low)
    let share = (band + 0.5) / Double(count)
    return (0...1).contains(share) ? share : nil
  }

  /// The frequencies to name on an axis of this height, at least `spacing` apart, rising.
  func ticks(height: Double, spacing: Double) -> [(hertz: Double, place: Double)] {
    var chosen: [(hertz: Double, place: Double)] = []
    for hertz in candidates(most: Int(height / spacing)) {
      guard let place = place(of: hertz) else { continue }
      if chosen.allSatisfy({ abs($0.place - place) * height >= spacing }) {
        chosen.append((hertz, place))
      }
    }
    return chosen.sorted { $0.hertz < $1.hertz }
  }

  static func label(_ hertz: Double) -> String {
    guard hertz >= 1000 else { return "\(Int(hertz)) Hz" }
    let tenths = Int((hertz / 100).rounded())
    return tenths.isMultiple(of: 10) ? "\(tenths / 10) kHz" : "\(tenths / 10).\(tenths % 10) kHz"
  }

  /// Round frequencies, the roundest first: on an even axis the multiples of one step, on any
  /// other 1, 2 and 5 in each decade, then what lies between.
  private func candidates(most: Int) -> [Double] {
    let top = bands[bands.count - 1]
    if isEven {
      let step = RoundStep.decimal(atLeast: top / Double(max(1, most)), finest: 1)
      return (1...max(1, Int(top / step))).map { Double($0) * step }
    }
    let decades = [10.0, 100, 1000, 10_000, 100_000]
    return [[1.0], [5], [2], [3], [7], [4, 1.5]].flatMap { digits in
      decades.flatMap { decade in digits.map { $0 * decade } }
    }.filter { $0 <= top * 1.1 }
  }

  private var isEven: Bool {
    let mean = (bands[bands.count - 1] - bands[0]) / Double(bands.count - 1)
    return zip(bands.dropFirst(), bands).allSatisfy { abs($0 - $1 - mean) < 0.01 * mean }
  }
}

extension Array {
  /// The first index whose element belongs to the second half; `belongs` is false, then true.
  fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var range = 0..<count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = belongs(self[middle]) ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound
  }
}

import Foundation

/// Where the sun stands at an instant, as far as the times of its day need to know.
///
/// Source: J. Meeus, *Astronomical Algorithms*, 2nd edition, chapters 25 and 28, in the form of the
/// solar calculator of the NOAA Global Monitoring Laboratory, *Solar Calculation Details*. Good to a
/// hundredth of a degree between 1800 and 2100.
struct SunPosition {
  /// Radians north of the equator.
  let declination: Double
  /// Seconds by which a sundial is ahead of a clock of local mean time.
  let equationOfTime: Double

  /// - Parameter instant: Seconds since 1970 UTC.
  init(at instant: Double) {
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    // Julian centuries since noon of 1 January 2000.
    let t = (instant / 86_400 + 2_440_587.5 - 2_451_545) / 36_525
    let meanLongitude = radians(280.46646 + t * (36_000.76983 + t * 0.0003032))
    let anomaly = radians(357.52911 + t * (35_999.05029 - t * 0.0001537))
    let eccentricity = 0.016708634 - t * (0.000042037 + t * 0.0000001267)
    let centre =
      sin(anomaly) * (1.914602 - t * (0.004817 + t * 0.000014))
      + sin(2 * anomaly) * (0.019993 - t * 0.000101) + sin(3 * anomaly) * 0.000289
    let node = radians(125.04 - 1934.136 * t)
    let longitude = meanLongitude + radians(centre - 0.00569 - 0.00478 * sin(node))
    let meanObliquity =
      23 + (26 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60) / 60
    let obliquity = radians(meanObliquity + 0.00256 * cos(node))
    declination = asin(sin(obliquity) * sin(longitude))

    let y = tan(obliquity / 2) * tan(obliquity / 2)
    let angle =
      y * sin(2 * meanLongitude) - 2 * eccentricity * sin(anomaly)
      + 4 * eccentricity * y * sin(anomaly) * cos(2 * meanLongitude)
      - 0.5 * y * y * sin(4 * meanLongitude)
      - 1.25 * eccentricity * eccentricity * sin(2 * anomaly)
    equationOfTime = angle / (2 * .pi) * 86_400
  }
}

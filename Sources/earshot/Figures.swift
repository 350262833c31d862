import Foundation

/// A number with a fixed count of decimals.
func decimal(_ value: Double, places: Int) -> String {
  value.formatted(
    .number.precision(.fractionLength(places)).grouping(.never).locale(Locale(identifier: "en")))
}

/// Hours, minutes and seconds: `1:02:05`, `2:05`.
func clockTime(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
  let tail = (rest < 10 ? ":0" : ":") + "\(rest)"
  return hours > 0
    ? "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes)" + tail : "\(minutes)" + tail
}

/// `1 input`, `2 inputs`.
func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  "\(count) " + (count == 1 ? noun : plural ?? noun + "s")
}

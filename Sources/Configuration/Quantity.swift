/// Times and sizes as they are written, a number and a unit: `3 s`, `90 days`, `20 GB`.
enum Quantity {
  /// In messages: the units that fit a time.
  static let timeUnits = "s, min, h or days"
  /// In messages: the units that fit a size.
  static let sizeUnits = "kB, MB, GB or TB"

  /// - Returns: `nil` if `text` is no time with its unit.
  static func seconds(_ text: some StringProtocol) -> Double? {
    value(text, units: ["s": 1, "min": 60, "h": 3600, "day": 86_400, "days": 86_400])
  }

  /// - Returns: `nil` if `text` is no size with its unit, or none that a disk could have.
  static func bytes(_ text: some StringProtocol) -> Int64? {
    value(text, units: ["kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12])
      .flatMap { abs($0) < 1e18 ? Int64($0.rounded()) : nil }
  }

  private static func value(_ text: some StringProtocol, units: [String: Double]) -> Double? {
    guard let end = text.lastIndex(where: { "0"..."9" ~= $0 || $0 == "." }) else { return nil }
    let unit = text[text.index(after: end)...].drop { $0 == " " }
    guard let number = decimalNumber(String(text[...end])), let factor = units[String(unit)] else {
      return nil
    }
    return number * factor
  }

  /// The shortest way to write a time.
  /// - Parameter seconds: A whole number of them.
  static func text(seconds: Double) -> String {
    let units: [(String, Double)] = [("days", 86_400), ("h", 3600), ("min", 60)]
    let fitting = units.first { seconds >= $0.1 && seconds.remainder(dividingBy: $0.1) == 0 }
    guard let (unit, factor) = fitting else { return "\(Int(seconds)) s" }
    let count = Int(seconds / factor)
    return "\(count) " + (count == 1 && unit == "days" ? "day" : unit)
  }

  /// The shortest way to write a size.
  static func text(bytes: Int64) -> String {
    let units: [(String, Int64)] = [
      ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000),
    ]
    guard let (unit, factor) = units.first(where: { bytes >= $0.1 && bytes % $0.1 == 0 }) else {
      return "\(bytes / 1000) kB"
    }
    return "\(bytes / factor) \(unit)"
  }
}

extension ConfigurationReader {
  /// A time with its unit, in seconds.
  /// - Parameters:
  ///   - range: Seconds, whole ones at its ends.
  ///   - fallback: As it would be written.
  func time(
    _ name: String, in section: Section, _ range: ClosedRange<Double>, default fallback: String
  ) -> Setting<Double> {
    setting(
      name, in: section, expected: expectation(range), default: Quantity.seconds(fallback) ?? 0,
      meaning: fallback
    ) { seconds($0, range) }
  }

  func time(
    _ name: String, in section: Section, _ range: ClosedRange<Double>, meaning: String?
  ) -> Setting<Double?> {
    setting(
      name, in: section, expected: expectation(range), default: nil, meaning: meaning
    ) { seconds($0, range).map(Double?.some) }
  }

  private func expectation(_ range: ClosedRange<Double>) -> String {
    "a time from \(Quantity.text(seconds: range.lowerBound)) to "
      + "\(Quantity.text(seconds: range.upperBound)) with its unit (\(Quantity.timeUnits))"
  }

  private func seconds(_ scalar: Scalar, _ range: ClosedRange<Double>) -> Double? {
    Quantity.seconds(scalar.text).flatMap { range.contains($0) ? $0 : nil }
  }

  /// A size with its unit, in bytes.
  /// - Parameter fallback: As it would be written.
  func size(
    _ name: String, in section: Section, _ range: ClosedRange<Int64>, default fallback: String
  ) -> Setting<Int64> {
    setting(
      name, in: section, expected: expectation(range), default: Quantity.bytes(fallback) ?? 0,
      meaning: fallback
    ) { bytes($0, range) }
  }

  func size(
    _ name: String, in section: Section, _ range: ClosedRange<Int64>, meaning: String?
  ) -> Setting<Int64?> {
    setting(
      name, in: section, expected: expectation(range), default: nil, meaning: meaning
    ) { bytes($0, range).map(Int64?.some) }
  }

  private func expectation(_ range: ClosedRange<Int64>) -> String {
    "a size from \(Quantity.text(bytes: range.lowerBound)) to "
      + "\(Quantity.text(bytes: range.upperBound)) with its unit (\(Quantity.sizeUnits))"
  }

  private func bytes(_ scalar: Scalar, _ range: ClosedRange<Int64>) -> Int64? {
    Quantity.bytes(scalar.text).flatMap { range.contains($0) ? $0 : nil }
  }
}

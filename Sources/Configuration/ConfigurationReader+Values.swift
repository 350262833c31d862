import Foundation

extension ConfigurationReader {
  func number(
    _ name: String, in section: Section, _ range: ClosedRange<Double>, unit: String = "",
    meaning: String?
  ) -> Setting<Double?> {
    let bounds = "\(shortest(range.lowerBound)) to \(shortest(range.upperBound))"
    return number(
      name, in: section, expected: "a number from \(bounds)\(unit.isEmpty ? "" : " " + unit)",
      meaning: meaning, isFit: range.contains)
  }

  /// A score that a sound can fail to reach.
  func threshold(_ name: String, in section: Section, meaning: String?) -> Setting<Double?> {
    number(
      name, in: section, expected: "a number above 0 and at most 1", meaning: meaning
    ) { $0 > 0 && $0 <= 1 }
  }

  private func number(
    _ name: String, in section: Section, expected: String, meaning: String?,
    isFit: (Double) -> Bool
  ) -> Setting<Double?> {
    setting(name, in: section, expected: expected, default: nil, meaning: meaning) { scalar in
      guard !scalar.isQuoted, let number = decimalNumber(scalar.text), isFit(number) else {
        return nil
      }
      return .some(number)
    }
  }

  /// Seconds, as a bare number or with a unit of time.
  func seconds(
    _ name: String, in section: Section, _ range: ClosedRange<Double>, meaning: String?
  ) -> Setting<Double?> {
    setting(
      name, in: section,
      expected:
        "a number from \(shortest(range.lowerBound)) to \(shortest(range.upperBound)) seconds",
      default: nil, meaning: meaning
    ) { scalar in
      guard !scalar.isQuoted,
        let seconds = decimalNumber(scalar.text) ?? Quantity.seconds(scalar.text),
        range.contains(seconds)
      else { return nil }
      return .some(seconds)
    }
  }

  func wholeNumber(
    _ name: String, in section: Section, _ range: ClosedRange<Int>, meaning: String?
  ) -> Setting<Int?> {
    setting(
      name, in: section, expected: expectation(range), default: nil, meaning: meaning
    ) { wholeNumber($0, range).map(Int?.some) }
  }

  func wholeNumber(
    _ name: String, in section: Section, _ range: ClosedRange<Int>, default fallback: Int
  ) -> Setting<Int> {
    setting(
      name, in: section, expected: expectation(range), default: fallback, meaning: "\(fallback)"
    ) { wholeNumber($0, range) }
  }

  private func expectation(_ range: ClosedRange<Int>) -> String {
    "a whole number from \(range.lowerBound) to \(range.upperBound)"
  }

  private func wholeNumber(_ scalar: Scalar, _ range: ClosedRange<Int>) -> Int? {
    guard !scalar.isQuoted, let number = Int(scalar.text), range.contains(number) else {
      return nil
    }
    return number
  }

  func truth(_ name: String, in section: Section, default fallback: Bool) -> Setting<Bool> {
    truth(name, in: section, default: fallback, meaning: "\(fallback)")
  }

  func truth(
    _ name: String, in section: Section, default fallback: Bool, meaning: String?
  ) -> Setting<Bool> {
    setting(
      name, in: section, expected: "true or false", default: fallback, meaning: meaning
    ) { $0.isQuoted ? nil : Bool($0.text) }
  }

  func text(
    _ name: String, in section: Section, expected: String = "a text", meaning: String?,
    isFit: (String) -> Bool = { _ in true }
  ) -> Setting<String?> {
    setting(name, in: section, expected: expected, default: nil, meaning: meaning) { scalar in
      scalar.text.isEmpty || !isFit(scalar.text) ? nil : .some(scalar.text)
    }
  }

  /// A text without which its section is no use.
  /// - Parameter reason: To follow the section's path: "has no name; …".
  func required(
    _ name: String, in section: Section, expected: String = "a text", reason: String,
    isFit: (String) -> Bool = { _ in true }
  ) -> Setting<String> {
    let found = text(name, in: section, expected: expected, meaning: nil, isFit: isFit)
    if !found.isSet { note(.conflict(key: section.path, reason: reason), at: section.origin) }
    return Setting(key: found.key, value: found.value ?? "", origin: found.origin)
  }

  /// A path; one in the file is relative to the file's folder, one of an option to the working
  /// folder.
  func path(
    _ name: String, in section: Section, folder: String, expected: String, meaning: String?
  ) -> Setting<String?> {
    let setting = setting(
      name, in: section, expected: expected, default: String?.none, meaning: meaning
    ) { scalar in
      scalar.text.isEmpty ? nil : .some(scalar.text)
    }
    guard case .file = setting.origin, let path = setting.value else { return setting }
    return Setting(
      key: setting.key, value: path.relative(toFolder: folder), origin: setting.origin)
  }

  /// One of the words of an enumeration.
  func word<Word: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, in section: Section, meaning: String?
  ) -> Setting<Word?> where Word.RawValue == String {
    setting(
      name, in: section, expected: words(Word.self), default: nil, meaning: meaning
    ) { Word(rawValue: $0.text).map(Word?.some) }
  }

  func words<Word: RawRepresentable & CaseIterable>(_: Word.Type) -> String
  where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue)
    return words.count < 3
      ? words.joined(separator: " or ")
      : words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }

  /// A name of the time zone database, or a fixed distance from UTC.
  func timeZone(_ name: String, in section: Section, meaning: String?) -> Setting<TimeZone?> {
    setting(
      name, in: section,
      expected: "a time zone, like Europe/Zurich, or a distance from UTC, like +05:30",
      default: nil, meaning: meaning
    ) { scalar in
      if let seconds = secondsFromUTC(scalar.text) {
        return TimeZone(secondsFromGMT: seconds).map(TimeZone?.some)
      }
      return TimeZone(identifier: scalar.text).map(TimeZone?.some)
    }
  }

  private func shortest(_ number: Double) -> String {
    number == number.rounded() ? "\(Int(number))" : "\(number)"
  }
}

/// A number of decimal digits.
func decimalNumber(_ text: String) -> Double? {
  // Swift also reads hexadecimal digits, "nan" and "inf"; none of them was meant here.
  guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
  return Double(text)
}

extension String {
  /// A path as it stands in a file, from the working folder.
  func relative(toFolder folder: String) -> String {
    hasPrefix("/") || folder.isEmpty ? self : folder + "/" + self
  }
}

/// `+05:30`, `-3` or `+0200`; at most 14 hours, as far as any zone lies from UTC.
private func secondsFromUTC(_ text: String) -> Int? {
  guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
  let digits = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
  guard (1...2).contains(digits.count), digits.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) else {
    return nil
  }
  let joined = digits.joined()
  let hours = joined.count <= 2 ? Int(joined) : Int(joined.dropLast(2))
  let minutes = joined.count <= 2 ? 0 : Int(joined.suffix(2))
  guard let hours, let minutes, hours <= 14, minutes < 60, joined.count <= 4 else { return nil }
  return (sign == "-" ? -1 : 1) * (hours * 60 + minutes) * 60
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

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
      // Swift also reads hexadecimal digits, "nan" and "inf"; none of them was meant here.
      guard !scalar.isQuoted, scalar.text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
        let number = Double(scalar.text), isFit(number)
      else { return nil }
      return .some(number)
    }
  }

  func wholeNumber(
    _ name: String, in section: Section, _ range: ClosedRange<Int>, meaning: String?
  ) -> Setting<Int?> {
    setting(
      name, in: section,
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound)", default: nil,
      meaning: meaning
    ) { scalar in
      guard !scalar.isQuoted, let number = Int(scalar.text), range.contains(number) else {
        return nil
      }
      return .some(number)
    }
  }

  func text(_ name: String, in section: Section, meaning: String?) -> Setting<String?> {
    setting(name, in: section, expected: "a text", default: nil, meaning: meaning) { scalar in
      scalar.text.isEmpty ? nil : .some(scalar.text)
    }
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
    guard case .file = setting.origin, let path = setting.value, !path.hasPrefix("/"),
      !folder.isEmpty
    else { return setting }
    return Setting(key: setting.key, value: folder + "/" + path, origin: setting.origin)
  }

  /// One of the words of an enumeration.
  func word<Word: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, in section: Section, default fallback: Word
  ) -> Setting<Word> where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue).joined(separator: " or ")
    return setting(
      name, in: section, expected: words, default: fallback, meaning: fallback.rawValue
    ) { Word(rawValue: $0.text) }
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

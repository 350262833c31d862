/// Some of the 48 weeks of a year.
///
/// As text, and in JSON, it is a list of weeks and spans, `9-14, 40`; a span may run over the new
/// year, `45-6`.
public struct WeekSet: Hashable, Sendable, Codable, CustomStringConvertible {
  /// All 48 weeks.
  public static let all = WeekSet(bits: 1 << UInt64(YearWeek.count) - 1)
  /// No week; as text it is empty.
  public static let none = WeekSet(bits: 0)

  /// Bit *w* − 1 stands for week *w*.
  private let bits: UInt64

  private init(bits: UInt64) { self.bits = bits }

  /// - Throws: ``DetectionError/unreadableWeeks(_:)``.
  public init(parsing text: some StringProtocol) throws(DetectionError) {
    var bits: UInt64 = 0
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let bounds = part.split(separator: "-", omittingEmptySubsequences: false)
        .map { Int($0.trimmingSpaces()).flatMap(YearWeek.init) }
      guard bounds.count <= 2, let first = bounds.first ?? nil, let last = bounds.last ?? nil
      else { throw .unreadableWeeks(String(text).trimmingSpaces()) }
      var week = first.number
      bits |= 1 << UInt64(week - 1)
      while week != last.number {
        week = week % YearWeek.count + 1
        bits |= 1 << UInt64(week - 1)
      }
    }
    self.init(bits: bits)
  }

  /// Whether a week is among them.
  public func contains(_ week: YearWeek) -> Bool { bits >> UInt64(week.number - 1) & 1 == 1 }

  /// Whether no week is among them.
  public var isEmpty: Bool { bits == 0 }

  /// The weeks of both.
  public func union(_ other: WeekSet) -> WeekSet { WeekSet(bits: bits | other.bits) }

  /// Without the weeks of the other.
  public func subtracting(_ other: WeekSet) -> WeekSet { WeekSet(bits: bits & ~other.bits) }

  /// Spans in ascending order: `1-6, 45-48`; empty for no week.
  public var description: String {
    var spans: [String] = []
    var week = 1
    while let first = (week...YearWeek.count + 1).first(where: has) {
      let end = (first...YearWeek.count + 1).first { !has($0) } ?? first
      spans.append(end - first == 1 ? "\(first)" : "\(first)-\(end - 1)")
      week = end
    }
    return spans.joined(separator: ", ")
  }

  private func has(_ week: Int) -> Bool { YearWeek(week).map(contains) ?? false }

  /// Reads the text that ``description`` gives.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    self = text.isEmpty ? .none : try WeekSet(parsing: text)
  }

  /// Writes ``description``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension StringProtocol {
  /// Without spaces and tabs at both ends.
  func trimmingSpaces() -> String {
    let rest = drop { $0 == " " || $0 == "\t" }
    let end = rest.lastIndex { $0 != " " && $0 != "\t" }.map(rest.index(after:)) ?? rest.startIndex
    return String(rest[..<end])
  }
}

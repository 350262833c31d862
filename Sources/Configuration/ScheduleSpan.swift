/// When a span of the day begins or ends.
public enum ScheduleTime: Hashable, Sendable, CustomStringConvertible {
  /// Of the site's clock, in seconds since midnight: 0 to 86,400, of which the last is an end only.
  case clock(second: Int)
  /// Seconds after a time of the sun; before it, below 0.
  case sun(SunEvent, offset: Double)

  /// - Parameter text: `05:00`, `sunset` or `dawn - 30 min`.
  init?(_ text: some StringProtocol) {
    let text = String(text)
    if let second = clockSecond(text) {
      self = .clock(second: second)
      return
    }
    let name = text.prefix { $0.isLetter || $0 == "_" }
    guard let event = SunEvent(rawValue: String(name)) else { return nil }
    let rest = text.dropFirst(name.count).drop { $0 == " " }
    if rest.isEmpty {
      self = .sun(event, offset: 0)
      return
    }
    guard let sign = rest.first, sign == "+" || sign == "-",
      let digits = rest.dropFirst().first(where: { $0 != " " }), "0"..."9" ~= digits,
      let seconds = Quantity.seconds(rest.dropFirst().drop { $0 == " " }),
      seconds <= Self.longestOffset
    else { return nil }
    self = .sun(event, offset: sign == "-" ? -seconds : seconds)
  }

  /// Seconds from a time of the sun: half a day.
  public static let longestOffset = 43_200.0

  /// As it is written.
  public var description: String {
    switch self {
    case .clock(let second): clockText(second)
    case .sun(let event, 0): event.rawValue
    case .sun(let event, let offset):
      "\(event.rawValue) \(offset < 0 ? "-" : "+") \(Quantity.text(seconds: abs(offset)))"
    }
  }

  /// The event of the sun, if it hangs on one.
  public var sunEvent: SunEvent? {
    if case .sun(let event, _) = self { event } else { nil }
  }
}

/// The times of the sun's day. Dawn and dusk without a qualifier are civil: the sun stands 6° below the
/// horizon.
public enum SunEvent: String, Hashable, Sendable, CaseIterable {
  /// The sun rises past 18° below the horizon.
  case astronomicalDawn = "astronomical_dawn"
  /// The sun rises past 12° below the horizon.
  case nauticalDawn = "nautical_dawn"
  case dawn, sunrise, noon, sunset, dusk
  /// The sun sinks past 12° below the horizon.
  case nauticalDusk = "nautical_dusk"
  /// The sun sinks past 18° below the horizon.
  case astronomicalDusk = "astronomical_dusk"
  /// When the sun is lowest.
  case midnight
}

/// A part of each day: `05:00 to 09:30`, `sunset to sunrise`, `dawn - 30 min to dusk + 1 h`.
public struct ScheduleSpan: Hashable, Sendable, CustomStringConvertible {
  /// When it begins: never ``ScheduleTime/clock(second:)`` of 86,400.
  public let start: ScheduleTime
  /// When it ends: on the next day where that comes before the start.
  public let end: ScheduleTime

  /// - Returns: `nil` if `text` is no span.
  public init?(_ text: String) {
    guard let (start, end) = ends(of: text), let start = ScheduleTime(start),
      let end = ScheduleTime(end), start != .clock(second: daySeconds)
    else { return nil }
    self.start = start
    self.end = end
  }

  /// Whether it ends as it begins.
  public var isEmpty: Bool { start == end }

  /// As it is written.
  public var description: String { "\(start) to \(end)" }
}

/// A part of each day by the site's clock, over midnight if it ends before it begins.
public struct ClockSpan: Hashable, Sendable, CustomStringConvertible {
  /// Seconds since midnight, 0 to 86,399.
  public let start: Int
  /// Seconds since midnight, 0 to 86,400.
  public let end: Int

  /// - Parameter text: `22:00 to 06:00`.
  /// - Returns: `nil` if `text` is no span by the clock, or one of no length.
  public init?(_ text: String) {
    guard let (start, end) = ends(of: text), let start = clockSecond(start), start < daySeconds,
      let end = clockSecond(end), start != end
    else { return nil }
    self.start = start
    self.end = end
  }

  /// - Parameter second: Of the site's clock, since midnight.
  public func contains(second: Int) -> Bool {
    start < end ? start <= second && second < end : start <= second || second < end
  }

  /// `22:00 to 06:00`.
  public var description: String { "\(clockText(start)) to \(clockText(end))" }
}

private let daySeconds = 86_400

private func ends(of text: String) -> (String, String)? {
  let ends = text.split(separator: " to ", omittingEmptySubsequences: false)
    .map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
  return ends.count == 2 ? (ends[0], ends[1]) : nil
}

/// `5:00` to `24:00`, in seconds since midnight.
private func clockSecond(_ text: String) -> Int? {
  let parts = text.split(separator: ":", omittingEmptySubsequences: false)
  guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
    parts.allSatisfy({ $0.allSatisfy { "0"..."9" ~= $0 } }), let hour = Int(parts[0]),
    let minute = Int(parts[1]), minute < 60
  else { return nil }
  let second = (hour * 60 + minute) * 60
  return second <= daySeconds ? second : nil
}

private func clockText(_ second: Int) -> String {
  func digits(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
  return digits(second / 3600) + ":" + digits(second / 60 % 60)
}

/// One of the 48 weeks of a year as BirdNET counts them: four a month, which begin on its 1st, 8th,
/// 15th and 22nd day, so that the same day lies in the same week every year.
public struct YearWeek: Hashable, Sendable {
  /// Weeks of a year.
  public static let count = 48

  /// 1…48.
  public let number: Int

  /// - Returns: `nil` unless `number` is in 1…48.
  public init?(_ number: Int) {
    guard (1...Self.count).contains(number) else { return nil }
    self.number = number
  }

  /// The week of a day.
  /// - Parameters:
  ///   - month: 1…12.
  ///   - day: 1…31.
  public init(month: Int, day: Int) {
    precondition((1...12).contains(month) && (1...31).contains(day), "no day \(day).\(month).")
    number = (month - 1) * 4 + min((day - 1) / 7, 3) + 1
  }

  /// The week of an instant.
  /// - Parameter localMicroseconds: Microseconds since 1970-01-01T00:00:00 on the local clock.
  public init(localMicroseconds: Int64) {
    let day = flooredDivision(localMicroseconds, by: 86_400_000_000).quotient
    let (month, dayOfMonth) = Self.monthAndDay(daysSince1970: day)
    self.init(month: month, day: dayOfMonth)
  }

  /// Years are counted from 1 March, so that the leap day is the last of its year.
  ///
  /// Source: E. M. Reingold, N. Dershowitz, *Calendrical Calculations*, 4th edition, 2018, chapter 2.
  private static func monthAndDay(daysSince1970 day: Int64) -> (month: Int, day: Int) {
    let daysIn400Years: Int64 = 146_097
    let from1March2000 = flooredDivision(day - 11_017, by: daysIn400Years).rest
    // The last day of 400 years and of 4 years is a leap day, which the plain quotients overrun.
    let centuries = min(from1March2000 / 36_524, 3)
    let inCentury = from1March2000 - centuries * 36_524
    let inFourYears = inCentury % 1_461
    let years = min(inFourYears / 365, 3)
    let dayOfYear = Int(inFourYears - years * 365)
    // Five months from March and from August have 31, 30, 31, 30, 31 days: 153.
    let monthFromMarch = (dayOfYear * 5 + 2) / 153
    let dayOfMonth = dayOfYear - (monthFromMarch * 153 + 2) / 5 + 1
    return (month: (monthFromMarch + 2) % 12 + 1, day: dayOfMonth)
  }
}

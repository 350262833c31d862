public import Configuration
import Foundation

/// A place on the earth.
public struct GeographicPosition: Hashable, Sendable {
  /// Degrees, north positive.
  public var latitude: Double
  /// Degrees, east positive.
  public var longitude: Double

  /// In degrees, north and east positive.
  public init(latitude: Double, longitude: Double) {
    self.latitude = latitude
    self.longitude = longitude
  }
}

/// The times of the sun at a place, from one solar midnight to the next.
///
/// ```swift
/// let day = SolarDay(20_088, at: GeographicPosition(latitude: 47.05, longitude: 8.31))
/// day[.sunrise]  // 1735629060000000
/// ```
///
/// Sunrise and sunset are when the sun's upper edge meets a level horizon: its centre 0.833° below it,
/// with the usual refraction. Civil, nautical and astronomical twilight end at 6°, 12° and 18°. Where the
/// sun stays above such a height all day, it rises and sets there at midnight: the day is as long as it
/// can be; where it does not come up to it, it rises and sets at noon. So in polar night a span from
/// sunset to sunrise is the whole day, from noon to noon, and one from sunrise to sunset is empty.
///
/// Source: as ``SunPosition`` has it; held against Python's `astral`.
public struct SolarDay: Sendable {
  private let day: Int
  private let position: GeographicPosition

  /// - Parameter day: Since 1 January 1970, by the mean time of the place's own meridian: its noon lies
  ///   about 12:00 there.
  public init(_ day: Int, at position: GeographicPosition) {
    self.day = day
    self.position = position
  }

  /// Microseconds since 1970 UTC, to whole seconds. Midnight is the one with which the day begins.
  public subscript(event: SunEvent) -> Int64 {
    let seconds: Double =
      switch event {
      case .astronomicalDawn: rise(depression: 18)
      case .nauticalDawn: rise(depression: 12)
      case .dawn: rise(depression: 6)
      case .sunrise: rise(depression: Self.horizon)
      case .noon: transit(hours: 12)
      case .sunset: set(depression: Self.horizon)
      case .dusk: set(depression: 6)
      case .nauticalDusk: set(depression: 12)
      case .astronomicalDusk: set(depression: 18)
      case .midnight: transit(hours: 0)
      }
    return Int64(seconds.rounded()) * 1_000_000
  }

  /// Degrees that the sun's centre stands below the horizon when its edge meets it.
  private static let horizon = 0.833

  /// When the mean sun is at an hour of the day, in seconds since 1970 UTC.
  private func mean(hours: Double) -> Double {
    Double(day) * 86_400 + hours * 3600 - position.longitude * 240
  }

  /// When the true sun is highest (12) or lowest (0, 24).
  private func transit(hours: Double) -> Double {
    let mean = mean(hours: hours)
    return (0..<3).reduce(mean) { instant, _ in mean - SunPosition(at: instant).equationOfTime }
  }

  private func rise(depression: Double) -> Double {
    crossing(depression, from: transit(hours: 12), to: transit(hours: 0))
  }

  private func set(depression: Double) -> Double {
    crossing(depression, from: transit(hours: 12), to: transit(hours: 24))
  }

  /// When the sun is so many degrees below the horizon, between noon and a midnight.
  private func crossing(_ depression: Double, from noon: Double, to midnight: Double) -> Double {
    let latitude = position.latitude * .pi / 180
    let height = sin(-depression * .pi / 180)
    let sign: Double = midnight < noon ? -1 : 1
    let mean = mean(hours: 12)
    var instant = noon
    // The sun moves on while it sets; each turn knows its place twenty times better.
    for _ in 0..<6 {
      let sun = SunPosition(at: instant)
      let cosine =
        (height - sin(latitude) * sin(sun.declination)) / (cos(latitude) * cos(sun.declination))
      if cosine >= 1 { return noon }
      if cosine <= -1 { return midnight }
      let angle = acos(cosine) / (2 * .pi) * 86_400
      let found = mean - sun.equationOfTime + sign * angle
      instant = min(max(found, min(noon, midnight)), max(noon, midnight))
    }
    return instant
  }
}

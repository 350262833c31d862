import EventDetection
public import Foundation

/// What an input does, and how it has fared since the station began.
public struct InputStatus: Sendable, Codable, Hashable {
  /// What an input does. The raw value is what a status file has.
  public enum State: String, Sendable, Codable {
    /// The device is being opened for the first time.
    case opening
    /// It is heard.
    case listening
    /// The device cannot be had; it is tried again and again.
    case waiting
    /// It gives nothing but one value.
    case silent
    /// The schedule has a pause.
    case paused
    /// Its pipe has ended, or the station.
    case ended
  }

  /// As in the settings and the log.
  public var name: String
  /// What it does now.
  public var state = State.opening
  /// Why it waits.
  public var reason: String?
  /// The device or pipe; `nil` until it has been heard once.
  public var source: String?
  /// How the device or pipe is read, for people: `48000 Hz, S16, 1 channel`.
  public var format: String?
  /// Since when it does what it does.
  public var since: Date?
  /// How often the device has been opened, or that has failed.
  public var attempts = 0
  /// Seconds of sound that were analysed.
  public var analysedSeconds = 0.0
  /// Seconds that were not, by cause.
  public var gapSeconds: [String: Double] = [:]
  /// Root mean square of the last seconds, dB below full scale; `nil` for nothing but zeros.
  public var levelDBFS: Double?
  /// Share of samples at full scale in the last seconds.
  public var clippedShare = 0.0
  /// Seconds of sound that one second of work analyses, over the last minute.
  public var realTimeFactor: Double?
  /// Seconds of sound that wait to be analysed, about.
  public var backlogSeconds = 0.0
  /// Seconds of sound that can wait; 0 until it has been heard once.
  public var backlogLimitSeconds = 0.0
  /// What the sound card's clock is off, parts in a million.
  public var clockDriftPPM: Double?
  /// Whether the system's clock is held to a reference.
  public var isClockSynchronised: Bool?
  /// Events that began.
  public var events = 0
  /// What began like an event and is none, by cause.
  public var candidates: [String: Int] = [:]
  /// Events of which no sound is kept although it was wanted, by cause.
  public var clipsNotKept: [String: Int] = [:]
  /// Of the last hundred events, begun anew with each stream; `nil` before the first.
  public var latency: Latency?
  /// What waits for the log, while that cannot be written.
  public var waitingForLog = 0
  /// What was given up because too much waited.
  public var givenUp = 0

  /// From the last sample of the window that decided to the committed row in the log.
  public struct Latency: Sendable, Codable, Hashable {
    /// The middle one: half of the events were at least as fast.
    public var medianMilliseconds: Double
    /// The slowest.
    public var longestMilliseconds: Double
  }

  // Written in snake case, which knows no words of capitals.
  private enum CodingKeys: String, CodingKey {
    case name, state, reason, source, format, since, attempts, analysedSeconds, gapSeconds
    case clippedShare, realTimeFactor, backlogSeconds, backlogLimitSeconds, isClockSynchronised
    case events, candidates, clipsNotKept, latency, waitingForLog, givenUp
    case levelDBFS = "levelDbfs"
    case clockDriftPPM = "clockDriftPpm"
  }

  init(name: String) { self.name = name }

  mutating func add(_ cause: Gap.Cause, seconds: Double) {
    gapSeconds[cause.rawValue, default: 0] += max(seconds, 0)
  }

  /// Share of the time that is left when all is analysed, 0…1.
  public var headroom: Double? { realTimeFactor.map { max(1 - 1 / $0, 0) } }
}

/// An event as a status shows it.
public struct RecentEvent: Sendable, Codable, Hashable {
  /// The input's name.
  public var input: String
  /// Of what was heard.
  public var commonName: String
  /// When its first sample sounded.
  public var startedAt: Date
  /// Highest score of its windows so far, 0…1.
  public var peak: Double
  /// Whether it goes on.
  public var isOpen: Bool
}

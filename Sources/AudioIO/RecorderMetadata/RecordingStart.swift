import Foundation

/// The instant of a recording's first sample, and how it is known.
public struct RecordingStart: Sendable, Hashable, Codable {
  /// How the instant is known, from the most to the least trusted.
  public enum Source: String, Sendable, Hashable, Codable, CaseIterable {
    /// Its GUANO chunk.
    case guano
    /// Its WAMD chunk.
    case wamd
    /// The recorder's comment in the header.
    case comment
    /// The file's name.
    case fileName = "file name"
    /// The file's modification time minus its duration: right if the recorder closed the file at
    /// its last sample, its clock was set, and nobody changed the file since.
    case modificationTime = "modification time"
  }

  /// How local time became UTC.
  public enum Zone: String, Sendable, Hashable, Codable, CaseIterable {
    /// The recorder wrote its offset from UTC.
    case recorder
    /// The recorder wrote local time, and the site's time zone is known.
    case site
    /// The recorder wrote a time without a zone, and none is known: taken for UTC. A modification
    /// time is of this kind too: cards keep local time without saying of where.
    case assumed
  }

  /// Microseconds since 1970-01-01 00:00 UTC.
  public var utcMicroseconds: Int64
  /// Minutes by which local time was ahead of UTC; `nil` where it is not known.
  public var utcOffsetMinutes: Int?
  /// Where the instant stands.
  public var source: Source
  /// How far the offset can be trusted.
  public var zone: Zone

  /// - Parameter utcOffsetMinutes: Ahead of UTC; `nil` where it is not known.
  public init(utcMicroseconds: Int64, utcOffsetMinutes: Int?, source: Source, zone: Zone) {
    self.utcMicroseconds = utcMicroseconds
    self.utcOffsetMinutes = utcOffsetMinutes
    self.source = source
    self.zone = zone
  }

  /// - Parameter timeZone: Of the site, for stamps without an offset. Where clocks are set back, an
  ///   hour comes twice: the first of the two is taken. Where they are set forward, an hour is left
  ///   out: times in it count on from before.
  init(_ stamp: TimeStamp, source: Source, timeZone: TimeZone?) {
    let local = stamp.time.microsecondsSince1970
    self.source = source
    if let minutes = stamp.offsetMinutes {
      zone = .recorder
      utcOffsetMinutes = minutes
      utcMicroseconds = local - Int64(minutes) * 60_000_000
    } else if let timeZone {
      let seconds = Self.offset(of: local, in: timeZone)
      zone = .site
      utcMicroseconds = local - Int64(seconds) * 1_000_000
      utcOffsetMinutes = Int((Double(seconds) / 60).rounded())
    } else {
      zone = .assumed
      utcOffsetMinutes = nil
      utcMicroseconds = local
    }
  }

  /// Seconds by which `timeZone` was ahead of UTC when its clocks showed `local`.
  private static func offset(of local: Int64, in timeZone: TimeZone) -> Int {
    func offset(at utcSeconds: Int64) -> Int {
      timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(utcSeconds)))
    }
    // No zone is a day away from UTC or changes twice in two days.
    let seconds = local / 1_000_000 - (local % 1_000_000 < 0 ? 1 : 0)
    let before = offset(at: seconds - 86_400)
    let after = offset(at: seconds + 86_400)
    let isBefore = offset(at: seconds - Int64(before)) == before
    let isAfter = offset(at: seconds - Int64(after)) == after
    return isBefore || !isAfter ? before : after
  }
}

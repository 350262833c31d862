public import Foundation

/// All that a running station tells of itself, as its status file has it.
///
/// Readers ignore keys that they do not know; a key once there keeps its name and meaning as long as
/// ``version`` stays.
public struct StationStatus: Sendable, Codable, Hashable {
  public static let currentVersion = 1

  public var version = StationStatus.currentVersion
  /// When this was so.
  public var writtenAt: Date
  /// Seconds after which it is written again.
  public var interval: Double
  public var startedAt: Date
  /// When its settings were read anew last; from then on inputs, clips and actions count.
  public var reloadedAt: Date?
  public var processID: Int32
  /// Of the machine that it runs on.
  public var host: String?
  public var program: String
  public var site: String?
  /// In which a person is told times, as the time zone database calls it.
  public var timeZone: String?
  public var model: String
  public var log: LogStatus
  public var memory: MemoryStatus
  public var inputs: [InputStatus]
  /// The newest first.
  public var events: [RecentEvent]
  public var incidents: [RecentIncident]
  public var actions: [ActionStatus] = []
  /// `nil` if no clips are kept.
  public var clips: ClipStatus?

  public struct LogStatus: Sendable, Codable, Hashable {
    public var path: String
    /// With what has not been put into the file proper yet.
    public var bytes: Int64
    /// Of the file system that it lies on.
    public var freeBytes: Int64?
    /// Why it cannot be written now.
    public var failure: String?
  }

  public struct ClipStatus: Sendable, Codable, Hashable {
    public var folder: String
    /// Since the station began: clips, and bytes of their files.
    public var written: Int
    public var writtenBytes: Int64
    /// Clips that the queue had no room for, that were not written for want of space or by an error, and
    /// that the station's end came before.
    public var shed: Int
    public var suspended: Int
    public var failed: Int
    public var stopped: Int
    /// Bytes of sound that wait.
    public var waitingBytes: Int
    /// Why clips are not written now.
    public var trouble: String?
    /// What the last cleaning kept, deleted and why.
    public var cleaning: String?
  }

  public struct MemoryStatus: Sendable, Codable, Hashable {
    public var residentBytes: Int64
    public var threads: Int
    public var fileDescriptors: Int
  }

  // Written in snake case, which knows no words of capitals.
  private enum CodingKeys: String, CodingKey {
    case version, writtenAt, interval, startedAt, reloadedAt, host, program, site, timeZone, model,
      log,
      memory,
      inputs, events
    case incidents, actions, clips
    case processID = "processId"
  }

  /// Seconds that the station has run.
  public var uptime: Double { writtenAt.timeIntervalSince(startedAt) }

  /// Whether whoever wrote it still does, as far as can be told at an instant: three times in a row it was
  /// not written.
  public func isStale(at now: Date) -> Bool {
    now.timeIntervalSince(writtenAt) > 3 * interval + 1
  }
}

public import Foundation

/// All that a running station tells of itself, as its status file has it.
///
/// Readers ignore keys that they do not know; a key once there keeps its name and meaning as long as
/// ``version`` stays.
public struct StationStatus: Sendable, Codable, Hashable {
  /// Of what this program writes, and reads: a file of another is refused.
  public static let currentVersion = 1

  /// Of what the keys mean.
  public var version = StationStatus.currentVersion
  /// When this was so.
  public var writtenAt: Date
  /// Seconds after which it is written again.
  public var interval: Double
  /// When the station began to listen; it stays when settings are read anew.
  public var startedAt: Date
  /// When its settings were read anew last; from then on inputs, clips and actions count.
  public var reloadedAt: Date?
  /// Of the process that wrote this, on ``host``.
  public var processID: Int32
  /// Of the machine that it runs on.
  public var host: String?
  /// Its version: `0.1.0`.
  public var program: String
  /// The site's name in the settings; `nil` if it has none.
  public var site: String?
  /// In which a person is told times, as the time zone database calls it.
  public var timeZone: String?
  /// The names and versions of the inputs' models, for people.
  public var model: String
  /// The log that it writes.
  public var log: LogStatus
  /// What its process takes of the machine.
  public var memory: MemoryStatus
  /// In the order of the settings.
  public var inputs: [InputStatus]
  /// The last ten, the newest first.
  public var events: [RecentEvent]
  /// The last ten, the newest first.
  public var incidents: [RecentIncident]
  /// In the order of the settings; empty without any.
  public var actions: [ActionStatus] = []
  /// `nil` if no clips are kept.
  public var clips: ClipStatus?

  /// The event log, and whether it can be written.
  public struct LogStatus: Sendable, Codable, Hashable {
    /// Of its file.
    public var path: String
    /// With what has not been put into the file proper yet.
    public var bytes: Int64
    /// Of the file system that it lies on.
    public var freeBytes: Int64?
    /// Why it cannot be written now.
    public var failure: String?
  }

  /// What becomes of clips.
  public struct ClipStatus: Sendable, Codable, Hashable {
    /// Path of the folder that they are written to.
    public var folder: String
    /// Clips that were written since the settings were read last; the other counts likewise.
    public var written: Int
    /// Of their files; those that retention has deleted since count too.
    public var writtenBytes: Int64
    /// Clips that the queue had no room for.
    public var shed: Int
    /// Clips that were not written for want of space, on the disk or within the limit of all clips.
    public var suspended: Int
    /// Clips that could not be written by an error.
    public var failed: Int
    /// Clips that the station's end came before.
    public var stopped: Int
    /// Bytes of sound that wait.
    public var waitingBytes: Int
    /// Why clips are not written now.
    public var trouble: String?
    /// What the last cleaning kept, deleted and why.
    public var cleaning: String?
  }

  /// What the process takes of the machine.
  public struct MemoryStatus: Sendable, Codable, Hashable {
    /// Of its memory, what lies in RAM now.
    public var residentBytes: Int64
    /// Of the process, the main one included.
    public var threads: Int
    /// That the process has open.
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

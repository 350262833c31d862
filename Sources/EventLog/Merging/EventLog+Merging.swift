import Foundation
import GRDB

extension EventLog {
  /// Adds everything that another log has to this one: another card's, another station's, a backup. Others
  /// may go on writing to both.
  ///
  /// Rows are known by what they say, not by their numbers: a recording by its content, a stream by its input
  /// and first instant, an event by its decision, species and place. So the same log twice adds nothing, nor
  /// does an older copy of this one; a newer copy brings what is new. What contradicts is settled so that it
  /// does not matter which of the two was merged into the other: an instant that is known in a more trusted
  /// way, a file that was seen later, a lock that was set or taken away later wins, and what was deleted or
  /// superseded in one is so in both. Where nothing tells, this log stays as it is.
  ///
  /// A stream that goes on in the other log, and is not known here, is over here, as far as it came: nobody
  /// goes on with it. Merged again later, it comes farther.
  ///
  /// The other log is read in one state and not changed. This one is written in many short transactions; a
  /// merge that is killed leaves a sound log, and is completed by merging again.
  ///
  /// - Parameters:
  ///   - source: The path of the other log.
  ///   - patience: Seconds to wait for a process that keeps the other log for itself.
  public func merge(
    _ source: String, patience: Double = 10
  ) throws(LogMergeError) -> LogMerge {
    let queue: DatabaseQueue
    do throws(EventLogError) {
      queue = try openForMerging(source, patience: patience)
    } catch {
      throw .source(error)
    }
    do {
      return try queue.read { db in
        var merging = LogMerging(
          from: db, at: ClipFolder(ofLog: source), to: self, at: ClipFolder(ofLog: path))
        try merging.mergeAll()
        return merging.report
      }
    } catch let error as SourceFailure {
      throw .source(Self.meaning(of: error.error, path: source))
    } catch let error as DatabaseError
      where [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG].contains(error.resultCode)
    {
      // Both have the same rules: what breaks them here has broken them there.
      throw .source(.corrupt(path: source, reason: error.message ?? "\(error.resultCode)"))
    } catch is RowDecodingError {
      throw .source(.senseless(path: source))
    } catch {
      throw .target(Self.meaning(of: error, path: path))
    }
  }

  private func openForMerging(
    _ source: String, patience: Double
  ) throws(EventLogError) -> DatabaseQueue {
    try Self.requireFile(source)
    var (own, other) = (stat(), stat())
    if unsafe stat(path, &own) == 0, unsafe stat(source, &other) == 0,
      own.st_dev == other.st_dev, own.st_ino == other.st_ino
    {
      throw .sameLog(path: source)
    }
    let queue = try Self.openInPlace(path: source, patience: patience)
    let state = try Self.translated(path: source) { try Self.inspect(queue) }
    try Self.check(state, path: source, mayBeEmpty: false)
    return queue
  }

  private static func meaning(of error: any Error, path: String) -> EventLogError {
    do throws(EventLogError) {
      return try translated(path: path) { () throws -> EventLogError in throw error }
    } catch {
      return error
    }
  }
}

import Foundation
import GRDB

/// A look at a log before a station goes on with it, which may not take minutes: the tables on which all
/// others hang first, and for as long as there is time.
struct LogExamination {
  /// What is wrong; `nil` if nothing is, as far as was looked.
  var damage: String?
  /// Tables that there was no time to look at, or to look at to the end.
  var unexamined: [String] = []

  private init() {}

  /// - Parameter limit: Seconds; `nil` for as long as it takes.
  init(of queue: DatabaseQueue, limit: Double?) throws {
    self.init()
    // SQLite looks at each table with its indexes; pages of none are not looked at.
    let names = SalvagedTable.all.map(\.name) + ["daily_count"]
    // They are few, and without them nothing else means anything; then what grows without end.
    let endless = ["score", "candidate", "event"]
    let deadline = ContinuousClock.now + .seconds(limit ?? 1e9)
    for name in names.filter({ !endless.contains($0) }) + endless {
      guard ContinuousClock.now < deadline else {
        unexamined.append(name)
        continue
      }
      let interruption = DispatchWorkItem { queue.interrupt() }
      DispatchQueue.global().asyncAfter(
        deadline: .now() + (deadline - .now) / .seconds(1), execute: interruption)
      defer { interruption.cancel() }
      let found: String?
      do {
        found = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(\(name))") }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
        unexamined.append(name)
        continue
      } catch let error as DatabaseError where Self.isDamage(error) {
        found = error.message ?? "\(error.resultCode)"
      }
      guard found != "ok" else { continue }
      // What is told of a table that was not looked at to the end is no damage.
      guard ContinuousClock.now < deadline else {
        unexamined.append(name)
        continue
      }
      damage = found ?? "no answer"
      return
    }
  }

  /// A page that the disk does not give any more is lost like one with rubbish in it.
  private static func isDamage(_ error: DatabaseError) -> Bool {
    error.resultCode == .SQLITE_CORRUPT
      || [.SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_CORRUPTFS].contains(
        error.extendedResultCode)
  }
}

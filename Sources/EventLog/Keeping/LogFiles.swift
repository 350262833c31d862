import Foundation

/// The files of one log: the database and what SQLite keeps beside it.
struct LogFiles {
  let path: String

  init(_ path: String) { self.path = path }

  /// What SQLite puts beside a database, by the ends of the names.
  static let companions = ["-wal", "-shm", "-journal"]

  /// In bytes, with the writes that lie beside it; 0 if it is not there.
  var size: Int64 { Self.size(path) + Self.size(path + "-wal") }

  /// Whether writes lie beside the database that are not in it yet.
  var hasUnfinishedWrites: Bool { Self.size(path + "-wal") > 0 || Self.size(path + "-journal") > 0 }

  /// Whether another process has the database open, in WAL mode or in the middle of a transaction.
  ///
  /// SQLite's own locks tell, also those on a file that SQLite cannot read any more. Must not be asked
  /// while this process has the file open: closing any descriptor of a file ends a process's locks on it.
  var isOpenElsewhere: Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // `PENDING_BYTE` and the 511 bytes behind it, https://www.sqlite.org/fileformat2.html#the_lock_byte_page
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0x4000_0000
    lock.l_len = 512
    return unsafe fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
  }

  /// Removes a database that was never finished, with all beside it.
  func removeUnfinished() {
    for end in [""] + Self.companions { unsafe unlink(path + end) }
  }

  /// Gives the files a second name, and then takes the companions' first one away, so that whatever is
  /// put in the database's place is not taken for theirs. Where the file system knows no links, the
  /// files are renamed.
  func setAside(as other: String) throws(EventLogError) {
    for end in Self.companions + [""] where Self.exists(path + end) {
      guard unsafe link(path + end, other + end) != 0 else { continue }
      guard unsafe rename(path + end, other + end) == 0 else { throw .system(path: other + end) }
    }
    for end in Self.companions { unsafe unlink(path + end) }
    Self.synchronizeFolder(of: path)
  }

  /// Gives the database alone a second name, or that one only where the file system knows no links.
  func keep(as other: String) throws(EventLogError) {
    guard unsafe link(path, other) != 0 else { return }
    guard unsafe rename(path, other) == 0 else { throw .system(path: other) }
  }

  /// Gives a finished database its name, in one step, in the place of what had it.
  func move(to other: String) throws(EventLogError) {
    guard unsafe rename(path, other) == 0 else { throw .system(path: other) }
    Self.synchronizeFolder(of: other)
  }

  /// `path` with `end`, and a number before it if there is such a file.
  static func free(_ path: String, _ end: String = "") -> String {
    var name = path + end
    var number = 2
    while exists(name) {
      name = path + "-\(number)" + end
      number += 1
    }
    return name
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0
  }

  static func size(_ path: String) -> Int64 {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A new name has reached the disk once its folder has.
  private static func synchronizeFolder(of path: String) {
    let descriptor = unsafe open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

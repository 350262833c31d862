import Foundation

/// The system's calls that a file is written with, so that a test can have them fail.
@safe struct DiskCalls: Sendable {
  /// As `pwrite`: bytes written, or −1 and `errno`.
  var write: @Sendable (Int32, UnsafeRawBufferPointer, Int64) -> Int = {
    unsafe pwrite($0, $1.baseAddress, $1.count, off_t($2))
  }
  var sync: @Sendable (Int32) -> Int32 = { fsync($0) }
  /// Gives a file its name, where nothing has that name yet.
  var rename: @Sendable (String, String) -> Int32 = { old, new in
    var status = stat()
    // Only one thread writes clips, so nothing comes in between.
    guard unsafe lstat(new, &status) != 0 else {
      errno = EEXIST
      return -1
    }
    return unsafe Foundation.rename(old, new)
  }

  static let system = DiskCalls()
}

import Foundation

/// The descriptors of standard input, standard output and standard error.
///
/// Where one of them is closed when the program begins (`>&-`), the next file that is opened gets its
/// number, and what is meant for people, by earshot or by a library, goes into that file.
enum StandardDescriptors {
  /// Gives each that is closed to `/dev/null`, in the direction that nobody uses: who reads or writes
  /// it is told, as before, that it cannot be done.
  static func takeClosed() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest number that is free is this one.
      _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}

import Glibc
import Synchronization

/// Appends each announcement to a pipe with a name, or to a file: a line of JSON.
///
/// A pipe that nobody reads, or that is full, keeps nothing waiting: the announcement counts as failed.
/// A file is opened anew for each line, so that it may be moved away; one that is not there is made. A
/// line that a full disk cut short, or a power cut, is not continued: the next one begins a line of its own.
/// What a pipe's reader has had of a line before is not known.
public final class PipeTarget: ActionTarget {
  private let path: String
  /// The pipe while somebody reads it; negative else.
  private let pipe = Mutex<CInt>(-1)

  /// - Throws: ``ActionError/path(_:)``.
  public init(path: String) throws(ActionError) {
    guard !path.isEmpty, !path.contains("\0") else { throw .path(path) }
    self.path = path
  }

  deinit { pipe.withLock { if $0 >= 0 { close($0) } } }

  /// Writes one line of JSON, into the pipe or at the end of what is a file.
  /// - Throws: ``ActionError`` where nobody reads, or not within the allowance.
  public func deliver(_ announcement: Announcement, within allowance: Allowance) throws(ActionError)
  {
    let line = Array(announcement.json) + [UInt8(ascii: "\n")]
    try pipe.withLock { pipe throws(ActionError) in
      if pipe >= 0 {
        do throws(ActionError) {
          return try writePipe(line, pipe)
        } catch .nobodyReads {
          // It may have been made anew.
          close(pipe)
          pipe = -1
        }
      }
      let descriptor = try open()
      guard Self.isPipe(descriptor) else {
        defer { close(descriptor) }
        return try writeFile(line, descriptor)
      }
      pipe = descriptor
      try writePipe(line, descriptor)
    }
  }

  /// Closes the pipe.
  public func stop(by instant: ContinuousClock.Instant) {
    pipe.withLock { pipe in
      if pipe >= 0 { close(pipe) }
      pipe = -1
    }
  }

  private func open() throws(ActionError) -> CInt {
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let descriptor = unsafe Glibc.open(path, flags, 0o644)
    guard descriptor >= 0 else {
      throw errno == ENXIO
        ? .nobodyReads(path: path) : .unwritable(path: path, reason: reason(errno))
    }
    return descriptor
  }

  private static func isPipe(_ descriptor: CInt) -> Bool {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
  }

  /// A pipe takes so much whole or not at all, `PIPE_BUF`; a part of a line would spoil the next.
  private static let mostBytes = 4096

  private func writePipe(_ line: [UInt8], _ pipe: CInt) throws(ActionError) {
    guard line.count <= Self.mostBytes else {
      throw .tooLong(path: path, bytes: line.count, most: Self.mostBytes)
    }
    switch Self.write(line[...], to: pipe) {
    case (_, 0): return
    case (_, EAGAIN): throw .full(path: path)
    case (_, EPIPE): throw .nobodyReads(path: path)
    case (_, let code): throw .unwritable(path: path, reason: reason(code))
    }
  }

  /// Whether a file ends in the middle of a line. One that may only be written to is taken as it should be.
  private func isTorn() -> Bool {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var last: UInt8 = 0
    guard lseek(descriptor, -1, SEEK_END) >= 0, unsafe read(descriptor, &last, 1) == 1 else {
      return false
    }
    return last != UInt8(ascii: "\n")
  }

  private func writeFile(_ line: [UInt8], _ descriptor: CInt) throws(ActionError) {
    var rest = ((isTorn() ? [UInt8(ascii: "\n")] : []) + line)[...]
    while !rest.isEmpty {
      let (count, code) = Self.write(rest, to: descriptor)
      guard code == 0, count > 0 else {
        throw code == EAGAIN
          ? .full(path: path) : .unwritable(path: path, reason: reason(code == 0 ? ENOSPC : code))
      }
      rest = rest.dropFirst(count)
    }
  }

  /// - Returns: Bytes written, and 0 or the error's number.
  private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: CInt) -> (Int, Int32) {
    withoutPipeSignal {
      while true {
        let count = unsafe bytes.withUnsafeBytes {
          unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
        if count >= 0 { return (count, 0) }
        if errno != EINTR { return (0, errno) }
      }
    }
  }

  /// A pipe whose reader has gone is an error here, and not the end of the program.
  private static func withoutPipeSignal<Value>(_ body: () -> Value) -> Value {
    var pipe = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&pipe)
    unsafe sigaddset(&pipe, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &pipe, &before)
    let value = body()
    var none = timespec()
    // Takes the signal, if it came, before it can be delivered.
    _ = unsafe sigtimedwait(&pipe, nil, &none)
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    return value
  }
}

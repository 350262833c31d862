import CLinux
import Foundation
import Glibc
import SystemFiles

/// A program that runs in a process group of its own. It is ended and reaped on every path.
@safe struct ChildProcess: ~Copyable {
  enum Ending: Equatable {
    case exited(Int32)
    case signalled(Int32)
    /// It was ended, as it took too long.
    case timedOut
  }

  /// How long a program that was asked to end may take.
  private static let grace: Duration = .seconds(2)

  private let process: pid_t
  /// Where its standard error is read; negative once it is closed on the other side.
  private var errors: CInt
  private var isReaped = false
  private(set) var said = LastLines()

  /// - Parameters:
  ///   - arguments: The program, looked for on the PATH, and what it is given.
  ///   - environment: `NAME=value`, all of it.
  ///   - input: What it reads from its standard input, all at once: nobody needs to wait until it does.
  /// - Throws: ``ActionError/notStarted(program:reason:)``.
  init(_ arguments: [String], environment: [String], input: [UInt8]) throws(ActionError) {
    let program = arguments[0]
    let file = unsafe new_memory_file("announcement")
    guard file >= 0 else { throw .notStarted(program: program, reason: reason(errno)) }
    defer { close(file) }
    guard Self.fill(file, with: input) else {
      throw .notStarted(program: program, reason: reason(errno))
    }
    var ends: (CInt, CInt) = (-1, -1)
    let failure = unsafe withUnsafeMutableBytes(of: &ends) {
      unsafe new_pipe($0.assumingMemoryBound(to: CInt.self).baseAddress)
    }
    guard failure == 0 else { throw .notStarted(program: program, reason: reason(failure)) }
    defer { close(ends.1) }
    var process: pid_t = -1
    let result = unsafe withCStrings(arguments) { arguments in
      unsafe withCStrings(environment) { environment in
        unsafe start_program(arguments, environment, file, ends.1, &process)
      }
    }
    guard result == 0 else {
      close(ends.0)
      throw .notStarted(program: program, reason: reason(result))
    }
    self.process = process
    errors = ends.0
  }

  deinit {
    if !isReaped {
      kill(-process, SIGKILL)
      Self.reap(process)
    }
    if errors >= 0 { close(errors) }
  }

  private static func fill(_ file: CInt, with bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
      guard written > 0 else { return false }
      rest = rest.dropFirst(written)
    }
    return lseek(file, 0, SEEK_SET) == 0
  }

  /// Waits for its end, and brings it about when time is up: the whole group is asked, and two seconds
  /// later, or at the cutoff, killed.
  mutating func wait(for time: Duration, within allowance: Allowance) -> Ending {
    let timeUp = ContinuousClock.now + time
    var isOver = hasExited(by: timeUp, allowance)
    let tookTooLong = !isOver
    if tookTooLong {
      kill(-process, SIGTERM)
      isOver = hasExited(by: .now + Self.grace, allowance)
      // Until it is reaped, no other process can have its number.
      kill(-process, SIGKILL)
    }
    read()
    let status = Self.reap(process)
    isReaped = true
    if tookTooLong { return .timedOut }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }

  /// Reads what it says while it runs. It is not reaped.
  private mutating func hasExited(
    by instant: ContinuousClock.Instant, _ allowance: Allowance
  ) -> Bool {
    // The system tells of a child's end by a signal only, which belongs to the whole program: so it
    // is asked, at first often.
    var pause: CInt = 1
    while true {
      var information = unsafe siginfo_t()
      let result = unsafe waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
      if result == 0, unsafe information.si_signo != 0 { return true }
      if result != 0, errno != EINTR { return true }
      guard ContinuousClock.now < allowance.earlier(instant) else { return false }
      var request = pollfd(fd: errors, events: CShort(POLLIN), revents: 0)
      if unsafe poll(&request, 1, pause) > 0 { read() }
      pause = min(pause * 2, 20)
    }
  }

  /// Takes what is there of its standard error; it never waits.
  private mutating func read() {
    guard errors >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe Glibc.read(errors, $0.baseAddress, $0.count)
    }
    if count > 0 {
      said.append(buffer.prefix(count))
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
      close(errors)
      errors = -1
    }
  }

  /// - Returns: As `waitpid(2)` gives it.
  @discardableResult
  private static func reap(_ process: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }
}

/// The texts as C has them, with a null at the end, for the time of a call.
private func withCStrings<Value>(
  _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
) -> Value {
  var pointers = unsafe texts.map { text in unsafe strdup(text) }
  defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
  unsafe pointers.append(nil)
  return unsafe pointers.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("there is always the null") }
    return unsafe body(base)
  }
}

/// The system's words for an error number.
func reason(_ code: Int32) -> String {
  POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO).systemReason
}

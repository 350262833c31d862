import ArgumentParser
import Foundation
import Survey

/// Work on many clips as a terminal shows it: how far it is, what failed, and whether the user wished to
/// stop.
final class AudioWork {
  private let interruption = Interruption()
  private var bar = ProgressBar(width: Terminal.width)
  private var total = 0
  private var done = 0
  private var failed = 0

  /// Asked by those who work, on any thread.
  var stop: @Sendable () -> Bool {
    { [cancellation = interruption.cancellation] in cancellation.isCancelled }
  }

  func begin(_ total: Int) { self.total = total }

  /// One more clip or recording is done.
  /// - Parameter problem: Why it has no result.
  func finish(_ problem: String?) {
    done += 1
    if let problem { fail(problem) }
    bar.show(clips: done, of: total)
  }

  /// A file that cannot be used.
  func fail(_ problem: String) {
    failed += 1
    warn(problem)
  }

  func warn(_ line: String) {
    bar.clear()
    Terminal.complain("earshot: \(line)")
  }

  /// Removes the progress, so that the result can be printed.
  func clear() { bar.clear() }

  /// - Throws: The status with which the command ends, if the user stopped it: figures of half a set would
  ///   be taken for those of the whole.
  func leaveIfInterrupted() throws(ExitCode) {
    guard stop(), done < total else { return }
    bar.clear()
    Terminal.complain("earshot: interrupted after \(done) of \(total); nothing is told of a part.")
    throw ExitCode(ExitStatus.interrupted.rawValue)
  }

  /// - Throws: The status with which the command ends, unless all was done.
  func end() throws(ExitCode) {
    if failed > 0 { throw ExitCode(ExitStatus.inputsFailed.rawValue) }
  }
}

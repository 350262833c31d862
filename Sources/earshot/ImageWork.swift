import ArgumentParser
import Foundation
import ImageValidation
import Survey

/// Work on many images as a terminal shows it: how far it is, what failed, and whether the user wished
/// to stop.
final class ImageWork {
  private let interruption = Interruption()
  private let total: Int
  private let start = ContinuousClock.now
  private var bar = ProgressBar(width: Terminal.width)
  private var done = 0
  private(set) var failed = 0

  init(total: Int) { self.total = total }

  /// Asked by those who work, on any thread.
  var stop: @Sendable () -> Bool {
    { [cancellation = interruption.cancellation] in cancellation.isCancelled }
  }

  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// One more image has its result.
  /// - Parameter guess: What its decoder guessed.
  func succeed(_ path: String, guess: String?) {
    if let guess {
      tell("earshot: \(path): damaged, and taken as its decoder guesses it: \(guess).")
    }
    advance()
  }

  /// One more has none.
  func fail(_ error: ImageValidationError) {
    failed += 1
    tell("earshot: \(error)")
    advance()
  }

  private func advance() {
    done += 1
    bar.show(images: done, of: total)
  }

  private func tell(_ line: String) {
    bar.clear()
    Terminal.complain(line)
  }

  /// Removes the progress, so that the result can be printed.
  func clear() { bar.clear() }

  /// - Throws: The status with which the command ends, unless all was done.
  func end() throws(ExitCode) {
    if stop(), done < total {
      Terminal.complain("earshot: interrupted after \(done) of \(total) images.")
      throw ExitCode(ExitStatus.interrupted.rawValue)
    }
    if failed > 0 { throw ExitCode(ExitStatus.inputsFailed.rawValue) }
  }
}

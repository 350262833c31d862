import ArgumentParser
import Embeddings
import Foundation
import Survey

/// How far the embedding of recordings is, what failed, and whether the user wished to stop.
struct EmbeddingProgress {
  private let interruption = Interruption()
  private let total: Int
  private let start = ContinuousClock.now
  private var bar = ProgressBar(width: Terminal.width)
  private(set) var done = 0
  private(set) var failed = 0
  private(set) var windows = 0

  init(total: Int) { self.total = total }

  /// Asked by those who work, on any thread.
  var stop: @Sendable () -> Bool {
    { [cancellation = interruption.cancellation] in cancellation.isCancelled }
  }

  /// Counts a recording; says what is wrong with it, if anything is.
  /// - Returns: Its embeddings, if it has some.
  mutating func take(
    _ path: String, _ result: Result<RecordingEmbeddings, any Error>
  ) -> RecordingEmbeddings? {
    done += 1
    defer { bar.show(recordings: done, of: total, windows: windows) }
    switch result {
    case .success(let recording):
      windows += recording.windows.count
      if recording.lostSeconds > 0 {
        tell(
          "earshot: \(path): breaks off or is damaged: "
            + "\(decimal(recording.lostSeconds, places: 1)) s of it were not looked at.")
      } else if recording.windows.isEmpty {
        tell("earshot: \(path): is shorter than half a window: nothing of it was looked at.")
      }
      return recording
    case .failure(let error):
      failed += 1
      tell("earshot: \(error)")
      return nil
    }
  }

  /// `412 windows/s`
  var speed: String {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return "\(decimal(Double(windows) / max(seconds, 0.001), places: 0)) windows/s"
  }

  private mutating func tell(_ line: String) {
    bar.clear()
    Terminal.complain(line)
  }

  mutating func clear() { bar.clear() }

  /// - Throws: The status with which the command ends, unless all was done.
  func end() throws(ExitCode) {
    if done < total {
      Terminal.complain("earshot: interrupted after \(done) of \(counted(total, "recording")).")
      throw ExitCode(ExitStatus.interrupted.rawValue)
    }
    if failed > 0 { throw ExitCode(ExitStatus.inputsFailed.rawValue) }
  }
}

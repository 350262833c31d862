import EventDetection
import Foundation
import Station
import Synchronization

/// Says on the standard output what is in the log, as soon as it is.
///
/// While the log cannot be written an event is told before it is in there; then its line waits until the log
/// can be written, or something later of the same input is in it: each input tells from a thread of its own,
/// and has a journal of its own.
final class Acknowledging: Sendable {
  private let waiting = Mutex<[UInt: [String]]>([:])

  func take(_ news: StationNews) {
    switch news {
    case .opened(let heard, let seconds):
      say(Acknowledgement(.opened, heard), isInLog: seconds != nil)
    case .closed(let heard, let isInLog): say(Acknowledgement(.closed, heard), isInLog: isInLog)
    case .logUnavailable(let error): complain("the log cannot be written: \(error)")
    case .logAvailable:
      sayWhatWaits()
      complain("the log can be written again")
    case .gap, .began, .ended, .waiting, .paused, .resumed, .incident: complain("\(news)")
    }
  }

  private func say(_ acknowledgement: Acknowledgement, isInLog: Bool) {
    guard isInLog else {
      return waiting.withLock { $0[Self.thread, default: []].append("\(acknowledgement)") }
    }
    sayWhatWaits()
    write("\(acknowledgement)", to: STDOUT_FILENO)
  }

  private func sayWhatWaits() {
    let lines = waiting.withLock { $0.removeValue(forKey: Self.thread) ?? [] }
    for line in lines { write(line, to: STDOUT_FILENO) }
  }

  private static var thread: UInt { UInt(pthread_self()) }

  private func complain(_ text: String) { write(text, to: STDERR_FILENO) }

  /// In one piece, whatever happens to the process next.
  private func write(_ line: String, to descriptor: Int32) {
    let bytes = Array((line + "\n").utf8)
    unsafe _ = Foundation.write(descriptor, bytes, bytes.count)
  }
}

extension Acknowledgement {
  init(_ kind: Kind, _ heard: HeardEvent) {
    self.init(
      kind: kind, input: heard.input, start: heard.event.range.start, end: heard.event.range.end,
      startedAt: heard.startedAt, commonName: heard.taxon.commonName)
  }
}

import EventDetection
import Foundation
import Station
import Synchronization

/// Says on the standard output what is in the log, as soon as it is.
///
/// While the log cannot be written an event is told before it is in there; then its line waits for the
/// log, too. Each input tells from a thread of its own, and has a journal of its own.
final class Acknowledging: Sendable {
  private struct Waiting {
    var isAvailable = true
    var lines: [String] = []
  }

  private let waiting = Mutex<[UInt: Waiting]>([:])

  func take(_ news: StationNews) {
    switch news {
    case .opened(let heard, _): say(Acknowledgement(.opened, heard))
    case .closed(let heard): say(Acknowledgement(.closed, heard))
    case .logUnavailable(let error):
      waiting.withLock { $0[Self.thread, default: Waiting()].isAvailable = false }
      complain("the log cannot be written: \(error)")
    case .logAvailable:
      let lines = waiting.withLock { $0.removeValue(forKey: Self.thread)?.lines ?? [] }
      for line in lines { write(line, to: STDOUT_FILENO) }
      complain("the log can be written again")
    case .gap, .began, .ended, .waiting, .paused, .resumed, .incident: complain("\(news)")
    }
  }

  private func say(_ acknowledgement: Acknowledgement) {
    let isKept = waiting.withLock {
      guard $0[Self.thread]?.isAvailable == false else { return false }
      $0[Self.thread]?.lines.append("\(acknowledgement)")
      return true
    }
    if !isKept { write("\(acknowledgement)", to: STDOUT_FILENO) }
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

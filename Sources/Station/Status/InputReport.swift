import AudioCapture
import EventDetection
import EventLog
import Foundation

/// Through which one input tells what it does: as news at once, and as figures for a status.
struct InputReport: Sendable {
  let board: StatusBoard
  /// Of the input, on the board.
  let index: Int
  let clock: CaptureClock
  let receiver: NewsReceiver

  func update(_ change: (inout InputStatus) -> Void) { board.update(index, change) }

  func tell(_ news: StationNews) {
    switch news {
    case .opened(let heard, _): board.add(RecentEvent(heard, isOpen: true))
    case .closed(let heard, _): board.add(RecentEvent(heard, isOpen: false))
    case .incident(let incident, _): board.add(RecentIncident(incident))
    case .gap(_, let seconds, let cause): update { $0.add(cause, seconds: seconds) }
    case .logUnavailable(let error): board.setLogFailure("\(error)")
    case .logAvailable: board.setLogFailure(nil)
    default: break
    }
    receiver(news)
  }

  func enter(_ state: InputStatus.State, reason: String? = nil) {
    let now = Date(microseconds: clock.now().utc / 1000)
    update {
      ($0.state, $0.reason, $0.since) = (state, reason, now)
      $0.backlogSeconds = 0
    }
  }

  func enter(_ state: InputStatus.State, _ stream: CaptureStream) {
    enter(state)
    let format = stream.format
    update {
      $0.source = stream.source
      $0.format =
        "\(format.sampleRate) Hz, \(format.sample.rawValue), \(format.channels) channel"
        + (format.channels == 1 ? "" : "s")
      $0.backlogLimitSeconds = stream.backlog.most
    }
  }

  func attempts(_ count: Int) { update { $0.attempts = count } }

  func journal(waiting: Int, givenUp: Int) {
    update { ($0.waitingForLog, $0.givenUp) = (waiting, givenUp) }
  }

  /// Of the input, not inside a stream: replaces the gap that goes on by another, or by none.
  func setGap(_ cause: Gap.Cause?) {
    board.setGap(index, cause, now: clock.now().monotonic)
  }
}

extension RecentEvent {
  init(_ heard: HeardEvent, isOpen: Bool) {
    self.init(
      input: heard.input, commonName: heard.taxon.commonName,
      startedAt: Date(microseconds: heard.startedAt), peak: Double(heard.event.peakScore),
      isOpen: isOpen)
  }
}

extension Date {
  /// - Parameter microseconds: Since 1970 UTC.
  init(microseconds: Int64) { self.init(timeIntervalSince1970: Double(microseconds) / 1e6) }
}

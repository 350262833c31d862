import AudioCapture
import EventDetection
import EventLog
import Foundation
import Station

/// A line for people about what a station does; `nil` where an incident says it.
struct StationLine {
  let text: String

  /// - Parameter now: When it is told.
  init?(_ news: StationNews, now: Date, timeZone: TimeZone?) {
    let clock = Date.ISO8601FormatStyle(timeZone: timeZone ?? .current)
      .time(includingFractionalSeconds: false)
    func line(_ heard: HeardEvent, _ words: String) -> String {
      "\(heard.input): \(heard.taxon.commonName), \(decimal(Double(heard.event.peakScore), places: 2)), "
        + words
    }
    let words: String
    switch news {
    case .began(let input, let source, let format):
      words =
        "\(input): listening to \(source), \(format.sampleRate) Hz, \(format.sample.rawValue), "
        + counted(format.channels, "channel")
    case .opened(let heard, let seconds):
      let start = Date(timeIntervalSince1970: Double(heard.startedAt) / 1e6).formatted(clock)
      let log = seconds.map { "in the log after \(decimal($0 * 1000, places: 0)) ms" }
      words = line(heard, "from \(start), \(log ?? "waiting for the log")")
    case .closed(let heard, _):
      let seconds = Double(heard.endedAt - heard.startedAt) / 1e6
      words = line(heard, "over after \(decimal(seconds, places: 1)) s")
    case .gap(let input, let seconds, let cause):
      words = "\(input): \(decimal(seconds, places: 2)) s were not analysed: \(cause.inWords)"
    case .ended(let input, let ending):
      guard let told = Self.words(ending) else { return nil }
      words = "\(input): \(told)"
    case .waiting: return nil
    case .logUnavailable(let error): words = "\(error) What is heard waits in memory."
    case .logAvailable: words = "The log can be written again"
    case .paused(let input): words = "\(input): a pause of the schedule begins"
    case .resumed(let input): words = "\(input): the pause of the schedule is over"
    case .incident(let incident, _): words = incident.text
    }
    let day = clock.year().month().day().dateTimeSeparator(.space)
    text = "\(now.formatted(day))  \(words)"
  }

  private static func words(_ ending: CaptureStream.Ending) -> String? {
    switch ending {
    case .failed, .stalled, .slept, .reopened: nil
    case .stopped: "stopped"
    case .ended: "the pipe has ended"
    }
  }
}

extension Gap.Cause {
  /// For people.
  var inWords: String {
    switch self {
    case .tail: "too short for a window"
    case .truncated: "the recording ends before its header says"
    case .undecodable: "it cannot be decoded"
    case .overrun: "the device's buffer ran over"
    case .backlog: "analysis was too slow"
    case .absent: "the device was not there"
    case .lost: "the device was lost"
    case .stalled: "nothing came"
    case .silent: "nothing but one value came"
    case .schedule: "the schedule has a pause"
    case .stopped: "the station was stopped"
    case .reloaded: "the station took over new settings"
    case .interrupted: "the station ended without being told"
    }
  }
}

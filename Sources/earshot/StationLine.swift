import AudioCapture
import EventDetection
import EventLog
import Foundation
import Station

/// A line for people about what a station does.
struct StationLine {
  let text: String

  init(_ news: StationNews, timeZone: TimeZone?) {
    func time(_ microseconds: Int64) -> String {
      var style = Date.ISO8601FormatStyle(timeZone: timeZone ?? .gmt)
      style = style.year().month().day().dateTimeSeparator(.space).time(
        includingFractionalSeconds: false)
      return Date(timeIntervalSince1970: Double(microseconds) / 1e6).formatted(style)
    }
    func line(_ heard: HeardEvent) -> String {
      "\(time(heard.startedAt))  \(heard.taxon.commonName)  "
        + decimal(Double(heard.event.peakScore), places: 2)
    }
    switch news {
    case .began(let input, let source, let format):
      text =
        "\(input): listening to \(source), \(format.sampleRate) Hz, \(format.sample.rawValue), "
        + "\(format.channels) channel\(format.channels == 1 ? "" : "s")."
    case .opened(let heard, let seconds):
      let when = seconds.map { "in the log after \(decimal($0 * 1000, places: 0)) ms" }
      text = "\(line(heard))  (\(when ?? "the log waits"))"
    case .closed(let heard):
      text = "\(line(heard))  over"
    case .gap(let input, let seconds, let cause):
      text = "\(input): \(decimal(seconds, places: 2)) s were not analysed: \(cause.inWords)."
    case .ended(let input, let ending):
      text = "\(input): \(Self.words(ending))"
    case .waiting(let input, let error):
      text = "\(input): \(error) It is tried again."
    case .logUnavailable(let error):
      text = "\(error) What is heard waits in memory."
    case .logAvailable:
      text = "The log can be written again."
    case .paused(let input):
      text = "\(input): a pause of the schedule begins."
    case .resumed(let input):
      text = "\(input): the pause of the schedule is over."
    case .incident(let incident):
      text = "\(time(incident.happenedAt))  \(incident.text)"
    }
  }

  private static func words(_ ending: CaptureStream.Ending) -> String {
    switch ending {
    case .failed(let error): "\(error)"
    case .stalled: "nothing came any more."
    case .slept: "the machine slept."
    case .reopened: "nothing but one value came."
    case .stopped: "stopped."
    case .ended: "the pipe has ended."
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

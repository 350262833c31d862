import EventDetection
import EventLog
import Foundation

/// The recording, or the stream of an input, that an event lies in: what a file of labels belongs to.
struct EventSource: Hashable {
  /// SHA-256.
  private let recording: String?
  let stream: StreamID?
  /// What a file that belongs to it is called, without its ending.
  let name: String

  init(_ event: LoggedEvent) {
    recording = event.sha256
    stream = event.stream
    guard let input = event.input else {
      name = URL(filePath: event.path ?? "recording").deletingPathExtension().lastPathComponent
      return
    }
    // 2026-06-07T03:14:00.000Z without what is no part of a file's name.
    let start = event.streamStartedAt.flatMap { CivilTime(utcMicroseconds: $0)?.iso8601() }
    let clock = start.map { "_" + $0.prefix { $0 != "." }.filter { !"-:".contains($0) } + "Z" }
    name = input.replacing("/", with: "-") + (clock ?? "")
  }

  /// Names of several, each its own: of those that are called alike a recording has the beginning of its
  /// SHA-256 behind it, a stream its number.
  static func fileNames(of sources: [EventSource]) -> [EventSource: String] {
    var names: [EventSource: String] = [:]
    for (name, alike) in Dictionary(grouping: sources, by: \.name) {
      for (number, source) in alike.enumerated() {
        let mark = source.recording.map { String($0.prefix(8)) } ?? "\(number + 1)"
        names[source] = alike.count == 1 ? name : "\(name)-\(mark)"
      }
    }
    return names
  }
}

import Foundation

/// A status in the text format that Prometheus reads, for node_exporter's textfile collector.
///
/// Source: Prometheus, *Exposition formats*, text-based format 0.0.4.
public struct PrometheusText: CustomStringConvertible {
  /// The whole file: each metric with its help and type, its name beginning with `earshot_`.
  public private(set) var description = ""

  /// Figures that a status lacks are left out.
  public init(_ status: StationStatus) {
    let isUp = status.inputs.contains { $0.state != .ended }
    add("up", "gauge", "1 while the station runs, 0 once it has ended.", [([], isUp ? 1 : 0)])
    add(
      "start_time_seconds", "gauge", "When the station began, seconds since 1970 UTC.",
      [([], status.startedAt.timeIntervalSince1970)])
    add(
      "status_time_seconds", "gauge", "When this was written, seconds since 1970 UTC.",
      [([], status.writtenAt.timeIntervalSince1970)])
    add(
      "resident_memory_bytes", "gauge", "Memory of the process.",
      [([], Double(status.memory.residentBytes))])
    add("log_bytes", "gauge", "Size of the event log.", [([], Double(status.log.bytes))])
    add(
      "log_available", "gauge", "1 if the log can be written.",
      [([], status.log.failure == nil ? 1 : 0)])
    if let free = status.log.freeBytes {
      add("free_bytes", "gauge", "Room where the log lies.", [([], Double(free))])
    }
    func each(
      _ name: String, _ type: String, _ help: String, _ value: (InputStatus) -> Double?
    ) {
      add(
        name, type, help,
        status.inputs.compactMap { input in
          value(input).map { ([("input", input.name)], $0) }
        })
    }
    each("listening", "gauge", "1 while the input is heard.") { $0.state == .listening ? 1 : 0 }
    each("analysed_seconds_total", "counter", "Sound that was analysed.") { $0.analysedSeconds }
    add(
      "gap_seconds_total", "counter", "Sound that was not analysed, by cause.",
      status.inputs.flatMap { input in
        input.gapSeconds.sorted { $0.key < $1.key }.map {
          ([("input", input.name), ("cause", $0.key)], $0.value)
        }
      })
    each("level_dbfs", "gauge", "Root mean square of the last seconds.") { $0.levelDBFS }
    each("clipped_ratio", "gauge", "Share of samples at full scale.") { $0.clippedShare }
    each("real_time_factor", "gauge", "Seconds of sound that a second of work analyses.") {
      $0.realTimeFactor
    }
    each("backlog_seconds", "gauge", "Sound that waits to be analysed.") { $0.backlogSeconds }
    each("events_total", "counter", "Events that began.") { Double($0.events) }
    add(
      "candidates_total", "counter", "What began like an event and is none, by cause.",
      status.inputs.flatMap { input in
        input.candidates.sorted { $0.key < $1.key }.map {
          ([("input", input.name), ("cause", $0.key)], Double($0.value))
        }
      })
    each("latency_seconds", "gauge", "Median from sound to the event's row in the log.") {
      $0.latency.map { $0.medianMilliseconds / 1000 }
    }
    each("waiting_for_log", "gauge", "What waits while the log cannot be written.") {
      Double($0.waitingForLog)
    }
    each("given_up_total", "counter", "Findings given up because too much waited.") {
      Double($0.givenUp)
    }
    addActions(status.actions)
    if let clips = status.clips { addClips(clips) }
  }

  private mutating func addActions(_ actions: [ActionStatus]) {
    func each(_ name: String, _ type: String, _ help: String, _ value: (ActionStatus) -> Int) {
      add(name, type, help, actions.map { ([("action", $0.name)], Double(value($0))) })
    }
    each("action_sent_total", "counter", "Announcements that arrived.") { $0.sent }
    each("action_failed_total", "counter", "Announcements that did not.") { $0.failed }
    each("action_dropped_total", "counter", "Announcements given up.") { $0.dropped }
    each("action_waiting", "gauge", "Announcements that wait.") { $0.waiting }
  }

  private mutating func addClips(_ clips: StationStatus.ClipStatus) {
    add("clips_written_total", "counter", "Clips kept.", [([], Double(clips.written))])
    add(
      "clip_bytes_written_total", "counter", "Bytes of their files.",
      [([], Double(clips.writtenBytes))])
    let lost = [
      ("shed", clips.shed), ("no_space", clips.suspended), ("failed", clips.failed),
      ("stopped", clips.stopped),
    ]
    add(
      "clips_lost_total", "counter", "Clips that were not written, by cause.",
      lost.map { ([("cause", $0.0)], Double($0.1)) })
    add(
      "clips_writable", "gauge", "1 while clips are written.", [([], clips.trouble == nil ? 1 : 0)])
  }

  private mutating func add(
    _ name: String, _ type: String, _ help: String,
    _ samples: [(labels: [(String, String)], value: Double)]
  ) {
    guard !samples.isEmpty else { return }
    let name = "earshot_" + name
    description += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    for sample in samples {
      let labels = sample.labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
      description += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(sample.value)\n"
    }
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  /// Writes the file whole.
  /// - Throws: What the system says.
  public func write(to path: String) throws {
    try Data(description.utf8).write(to: URL(filePath: path), options: .atomic)
  }
}

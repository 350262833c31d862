import Foundation
import Station

/// A station's status for people.
struct StatusReport {
  private let status: StationStatus
  private let now: Date
  private let state: State
  /// The station's.
  private let zone: TimeZone

  private enum State {
    case running
    /// It runs, but has not written its status for a while.
    case silent
    case gone
    case ended
  }

  /// - Parameters:
  ///   - now: The reader's clock.
  ///   - isHeard: Whether a station is known to listen into its log.
  ///   - isAlive: Whether there is a process of its number; `nil` if that cannot be known.
  init(_ status: StationStatus, now: Date, isHeard: Bool = false, isAlive: Bool? = nil) {
    self.status = status
    self.now = now
    zone = status.timeZone.flatMap(TimeZone.init(identifier:)) ?? .current
    state =
      if status.inputs.allSatisfy({ $0.state == .ended }) {
        .ended
      } else if status.isStale(at: now) {
        isHeard ? .silent : .gone
      } else {
        isHeard || isAlive != false ? .running : .gone
      }
  }

  /// Whether it runs, and every input is heard or has a pause.
  var isWell: Bool {
    state == .running && status.log.failure == nil
      && status.inputs.allSatisfy { $0.state == .listening || $0.state == .paused }
  }

  var lines: [String] {
    [head] + status.inputs.flatMap(lines) + ["", logLine] + clips + actions + events + incidents
  }

  private var head: String {
    let name = status.site.map { "\($0): " } ?? ""
    let model = "model \(status.model), process \(status.processID)"
    let reload = status.reloadedAt.map { ", settings read anew \(ago($0))" } ?? ""
    return switch state {
    case .ended:
      "\(name)ended \(ago(status.writtenAt)) after \(clockTime(status.uptime)), \(model)"
    case .running: "\(name)listening for \(clockTime(status.uptime)), \(model)\(reload)"
    case .silent:
      "\(name)running, but its STATUS IS OLD: written \(ago(status.writtenAt)). Is the disk full? \(model)"
    case .gone: "\(name)NOT RUNNING: last heard of \(ago(status.writtenAt)), \(model)"
    }
  }

  private func lines(_ input: InputStatus) -> [String] {
    var lines = ["", "\(input.name)  \(state(input))"]
    func add(_ name: String, _ text: String?) {
      if let text {
        lines.append("  " + name.padding(toLength: 12, withPad: " ", startingAt: 0) + text)
      }
    }
    add("source", input.source.map { "\($0), \(input.format ?? "")" })
    add("level", level(input))
    let gaps = input.gapSeconds.sorted { $0.value > $1.value }.filter { $0.value >= 0.001 }
      .map { "\(seconds($0.value)) \($0.key)" }
    add("analysed", seconds(input.analysedSeconds))
    add("gaps", gaps.isEmpty ? "none" : gaps.joined(separator: ", "))
    add("events", events(input))
    let rejected = input.candidates.sorted { $0.value > $1.value }.map { "\($0.value) \($0.key)" }
    add("rejected", rejected.isEmpty ? nil : rejected.joined(separator: ", "))
    add(
      "speed",
      input.realTimeFactor.map {
        "\(decimal($0, places: 0)) times real time, "
          + "\(decimal((input.headroom ?? 0) * 100, places: 1)) % headroom, "
          + "\(decimal(input.backlogSeconds, places: 1)) of "
          + "\(decimal(input.backlogLimitSeconds, places: 0)) s waiting"
      })
    add(
      "clock",
      input.isClockSynchronised.map { synchronised in
        (synchronised ? "synchronised" : "NOT synchronised")
          + (input.clockDriftPPM.map { ", card off by \(decimal($0, places: 1)) ppm" } ?? "")
      })
    let unkept = input.clipsNotKept.sorted { $0.value > $1.value }.map { "\($0.value) \($0.key)" }
    add("not kept", unkept.isEmpty ? nil : "sound of events: " + unkept.joined(separator: ", "))
    if input.waitingForLog > 0 || input.givenUp > 0 {
      add("waiting", "\(input.waitingForLog) for the log, \(input.givenUp) given up")
    }
    return lines
  }

  private func state(_ input: InputStatus) -> String {
    let since = input.since.map { " since \(local($0))" } ?? ""
    let reason = input.reason.map { ": \($0)" } ?? ""
    return switch input.state {
    case .listening: "listening\(since)"
    case .opening: "OPENING\(since)"
    case .waiting: "NOT HEARD\(since)\(reason) Tried \(input.attempts) times."
    case .silent: "SILENT\(since): nothing but one value comes"
    case .paused: "paused by the schedule\(since)"
    case .ended: "ended\(since)\(reason)"
    }
  }

  private func level(_ input: InputStatus) -> String? {
    guard input.state == .listening else { return nil }
    let level = input.levelDBFS.map { "\(decimal($0, places: 1)) dBFS" } ?? "nothing but zeros"
    guard input.clippedShare > 0 else { return level }
    return level + ", \(decimal(input.clippedShare * 100, places: 2)) % of it clipped"
  }

  private func events(_ input: InputStatus) -> String {
    guard let latency = input.latency else { return "\(input.events)" }
    return "\(input.events), in the log after \(decimal(latency.medianMilliseconds, places: 0)) ms "
      + "(at most \(decimal(latency.longestMilliseconds, places: 0)) ms)"
  }

  private var logLine: String {
    let free = status.log.freeBytes.map { ", \(bytes($0)) free" } ?? ""
    let failure = status.log.failure.map { " CANNOT BE WRITTEN: \($0)" } ?? ""
    return "\(status.log.path)  \(bytes(status.log.bytes))\(free); memory "
      + "\(bytes(status.memory.residentBytes))\(failure)"
  }

  private var clips: [String] {
    guard let clips = status.clips else { return [] }
    let lost = [
      ("shed", clips.shed), ("without space", clips.suspended), ("failed", clips.failed),
    ].filter { $0.1 > 0 }.map { ", \($0.1) \($0.0)" }.joined()
    var lines = ["\(clips.folder)  \(counted(clips.written, "clip")) written\(lost)"]
    if let trouble = clips.trouble { lines.append("  NOT WRITTEN: \(trouble)") }
    if let cleaning = clips.cleaning { lines.append("  last cleaning: \(cleaning)") }
    return lines
  }

  private var actions: [String] {
    guard !status.actions.isEmpty else { return [] }
    var table = Table([
      ("action", .left), ("sent", .right), ("failed", .right), ("dropped", .right),
      ("waiting", .right), ("last error", .left),
    ])
    for action in status.actions {
      table.add([
        action.name, "\(action.sent)", "\(action.failed)", "\(action.dropped)",
        "\(action.waiting)", action.lastError ?? "",
      ])
    }
    return [""] + table.lines
  }

  private var events: [String] {
    guard !status.events.isEmpty else { return [] }
    var table = Table([
      ("heard at", .left), ("species", .left), ("score", .right), ("input", .left),
    ])
    for event in status.events {
      table.add([
        local(event.startedAt), event.commonName + (event.isOpen ? " (goes on)" : ""),
        decimal(event.peak, places: 2), event.input,
      ])
    }
    return [""] + table.lines
  }

  private var incidents: [String] {
    guard !status.incidents.isEmpty else { return [] }
    return [""] + status.incidents.map { "\(local($0.happenedAt))  \($0.text)" }
  }

  // MARK: - Figures

  private func ago(_ date: Date) -> String {
    "\(clockTime(max(now.timeIntervalSince(date), 0))) ago"
  }

  private func seconds(_ value: Double) -> String {
    value < 60 ? "\(decimal(value, places: 1)) s" : clockTime(value)
  }

  private func bytes(_ count: Int64) -> String {
    count < 1_000_000_000
      ? "\(decimal(Double(count) / 1e6, places: 1)) MB"
      : "\(decimal(Double(count) / 1e9, places: 1)) GB"
  }

  private func local(_ date: Date) -> String {
    date.formatted(
      Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
        .dateTimeSeparator(.space).time(includingFractionalSeconds: false))
  }
}

import Foundation

/// Where a moment lies from the left edge to the right, and which moments to name.
struct TimeAxis {
  struct Tick: Equatable {
    let seconds: Double
    /// 0 at the left edge, 1 at the right.
    let place: Double
    /// The time in the recording, then, where it is known, what the clock showed.
    let labels: [String]
  }

  let start: Double
  let end: Double
  let clock: Clock?

  /// 0 at the left edge, 1 at the right; outside that for a moment outside.
  func place(of seconds: Double) -> Double { (seconds - start) / (end - start) }

  /// The multiples of the least round step whose labels, `measure` wide, keep a distance.
  func ticks(width: Double, measure: (String) -> Double) -> [Tick] {
    let gap = 22.0
    for step in RoundStep.times {
      let spacing = step / (end - start) * width
      guard spacing > gap else { continue }
      let ticks = multiples(of: step)
      let widest = ticks.flatMap(\.labels).map(measure).max() ?? 0
      if spacing >= widest + gap, !ticks.isEmpty { return ticks }
    }
    return [tick(at: start, fine: false)]
  }

  /// What the labels mean.
  var caption: String {
    let unit = isInSeconds ? " (s)" : ""
    guard let clock else { return "time in the recording\(unit)" }
    // Without an offset it may be that nobody knows local time.
    return clock.utcOffsetMinutes == 0
      ? "time in the recording\(unit) and UTC, \(clock.date)"
      : "time in the recording\(unit) and local time, \(clock.date) \(clock.zone)"
  }

  private var isInSeconds: Bool { end <= 120 }

  private func multiples(of step: Double) -> [Tick] {
    // A tick on the very edge may miss it by a rounding error.
    let slack = 1e-6
    let first = (start / step - slack).rounded(.up)
    let last = (end / step + slack).rounded(.down)
    return stride(from: first, through: last, by: 1).map { tick(at: $0 * step, fine: step < 1) }
  }

  private func tick(at seconds: Double, fine: Bool) -> Tick {
    var labels = [elapsed(seconds, fine: fine)]
    if let clock { labels.append(clock.time(after: seconds, fine: fine)) }
    return Tick(seconds: seconds, place: place(of: seconds), labels: labels)
  }

  /// `7`, `7.25`, `1:07`, `1:00:07`.
  private func elapsed(_ seconds: Double, fine: Bool) -> String {
    let milliseconds = Int((abs(seconds) * 1000).rounded())
    let whole = milliseconds / 1000
    var parts = [whole]
    if !isInSeconds {
      parts = end < 3600 ? [whole / 60, whole % 60] : [whole / 3600, whole / 60 % 60, whole % 60]
    }
    var text = parts.enumerated().map { index, part in
      index > 0 && part < 10 ? "0\(part)" : String(part)
    }.joined(separator: ":")
    let rest = milliseconds % 1000
    if fine, rest > 0 {
      var digits = String(rest + 1000).dropFirst()
      while digits.hasSuffix("0") { digits.removeLast() }
      text += ".\(digits)"
    }
    return seconds < 0 ? "-\(text)" : text
  }
}

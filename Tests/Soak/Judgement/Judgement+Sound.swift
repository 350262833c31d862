import Foundation

extension Judgement {
  /// Every sample of every stream, up to the mark of what is done, is in a window or in one gap.
  func everySampleIsAccountedFor() -> Check {
    let coverages = log.streams.map { $0.coverage() }
    let samples = log.streams.reduce(0) { $0 + $1.doneThrough }
    return Check(
      name: "every sample is in a stored window or in exactly one gap",
      counts: "\(log.streams.count) streams, \(samples) samples",
      failures: coverages.flatMap(\.failures)
        + (samples > 0 ? [] : ["there is no sample at all"]))
  }

  /// Gaps and streams of an input follow one another without a hole, from its first start to the end.
  func everyInstantIsAccountedFor() -> Check {
    let lines = log.inputs.map { TimeLine(of: $0, in: log) }
    return Check(
      name: "gaps and streams of an input follow one another to the microsecond",
      counts: "\(log.inputs.count) inputs, \(lines.reduce(0) { $0 + $1.parts }) gaps and streams",
      failures: lines.compactMap(\.failure)
        + settings.inputs.map(\.name).filter { !log.inputs.contains($0) }.map {
          "\($0): is not in the log"
        })
  }

  /// Streams by their samples and gaps by their instants are together as long as the run, by the clock
  /// that never steps, less what the clock was set by in gaps. In streams the log says what that was.
  ///
  /// Tolerated are a tenth of a second of real time and 0.2 ‰.
  func theSumIsTheTimeThatPassed() -> Check {
    let set = record.faults.reduce(0.0) { $0 + Double($1.milliseconds ?? 0) / 1000 }
    let tolerance = settings.speed / 10 + record.elapsed * 0.0002
    var counts: [String] = []
    var failures: [String] = []
    for input in log.inputs {
      let gaps = log.gaps.filter { $0.input == input }
      let heard = log.streams.filter { $0.input == input }.reduce(0.0) {
        $0 + Double($1.doneThrough) / Double($1.rate)
      }
      let missed = gaps.reduce(0.0) {
        $0 + Double(($1.endedAt ?? record.endedAt) - $1.startedAt) / 1e6
      }
      let before = Double((gaps.first?.startedAt ?? 0) - record.beganAt) / 1e6
      let sum = heard + missed + before - (set - clockSteps(in: input).reduce(0, +))
      counts.append(String(format: "%@ %.1f s of %.1f", input, sum, record.elapsed))
      if abs(sum - record.elapsed) > tolerance {
        failures.append(
          String(
            format: "%@: %.1f s of sound and gaps in %.1f s, and %.1f s are tolerated", input, sum,
            record.elapsed, tolerance))
      }
    }
    return Check(
      name: "streams and gaps are together as long as the run",
      counts: counts.joined(separator: ", "), failures: failures)
  }

  /// An anchor inside a stream moves its time only by what the clock was set, as the log says, or by what
  /// the card runs too fast or too slow: else samples went without a word.
  ///
  /// The simulated cards are as exact as their clock. Tolerated is a tenth of a second of real time, by
  /// which a busy machine may misjudge them.
  func noTimeIsMovedUntold() -> Check {
    var (count, most) = (0, 0.0)
    var failures: [String] = []
    for stream in log.streams {
      let steps = clockSteps(in: stream.input)
      for (before, anchor) in zip(stream.anchors, stream.anchors.dropFirst()) {
        let samples = Double(anchor.sample - before.sample)
        let moved =
          Double(anchor.at - before.at) / 1e6 - samples / (before.rate ?? Double(stream.rate))
        let untold = ([0] + steps).map { abs(moved - $0) }.min() ?? 0
        (count, most) = (count + 1, max(most, untold))
        if untold > settings.speed / 10 {
          failures.append(
            String(
              format: "stream %lld of %@: at sample %lld time is moved by %.3f s", stream.id,
              stream.input, anchor.sample, moved))
        }
      }
    }
    return Check(
      name: "no anchor moves time but by steps of the clock",
      counts: String(format: "%d anchors, at most %.3f s beside a step", count, most),
      failures: failures)
  }

  /// Seconds by which the clock was set while an input was heard, as the log has it.
  func clockSteps(in input: String) -> [Double] {
    log.incidents.compactMap { incident in
      guard incident.kind == "clock_step", incident.text.hasPrefix(input + ": "),
        let words = incident.text.split(separator: "set by ").last
      else { return nil }
      return Double(words.split(separator: " ")[0])
    }
  }
}

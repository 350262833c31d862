import Foundation

extension Judgement {
  /// How far memory may be from where it was, bytes.
  static let memoryTolerance = 5_000_000

  /// In the last quarter of the run, in which nobody ends the process, memory, threads and file
  /// descriptors are at the end what they were after the warm-up.
  ///
  /// Its warm-up is that each card was pulled out four times. Medians of the fifth of the time after it and
  /// of the last fifth are compared, so that a card that is out at one instant does not count.
  func memoryIsFlat() -> Check {
    let quiet = quietSamples
    var check = Check(name: "memory, threads and descriptors are flat", counts: "")
    guard quiet.count >= 20 else {
      check.failures.append("there are but \(quiet.count) looks at the last process")
      return check
    }
    let part = max(quiet.count / 5, 5)
    let (early, late) = (quiet.prefix(part), quiet.suffix(part))
    func median(_ samples: ArraySlice<ProcessSample>, _ figure: (ProcessSample) -> Int) -> Int {
      samples.map(figure).sorted()[samples.count / 2]
    }
    let memory = (median(early, \.memory), median(late, \.memory))
    let threads = (median(early, \.threads), median(late, \.threads))
    let descriptors = (median(early, \.descriptors), median(late, \.descriptors))
    check.counts =
      String(
        format: "%.1f MB then %.1f MB over %.0f s", Double(memory.0) / 1e6, Double(memory.1) / 1e6,
        quiet[quiet.count - 1].at - quiet[0].at)
      + ", \(threads.0) then \(threads.1) threads, \(descriptors.0) then \(descriptors.1) descriptors"
    if memory.1 - memory.0 > Self.memoryTolerance {
      check.failures.append("memory grew by \((memory.1 - memory.0) / 1000) kB")
    }
    // A pool of threads for the system's queues comes and goes.
    if threads.1 > threads.0 + 2 { check.failures.append("\(threads.1 - threads.0) threads more") }
    if descriptors.1 > descriptors.0 + 2 {
      check.failures.append("\(descriptors.1 - descriptors.0) file descriptors more")
    }
    return check
  }

  /// Those of the last process, after its warm-up.
  var quietSamples: [ProcessSample] {
    guard let last = record.samples.last else { return [] }
    return record.samples.filter {
      $0.process == last.process && $0.at >= record.warmAt ?? .infinity
    }
  }
}

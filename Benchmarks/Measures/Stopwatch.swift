/// Divides time among stages: each lasts from the mark before to its own.
struct Stopwatch<Stage: Hashable> {
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var spent: [Stage: Duration] = [:]

  init() { last = clock.now }

  /// What was done since the last mark was `stage`.
  mutating func mark(_ stage: Stage) {
    let now = clock.now
    spent[stage, default: .zero] += now - last
    last = now
  }

  func seconds(_ stage: Stage) -> Double { spent[stage, default: .zero] / .seconds(1) }
}

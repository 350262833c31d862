import EventDetection
import TestSupport

/// A random rule with a stream of windows that lies near all its limits.
struct RandomStream {
  static let classes = [
    DetectableClass(
      taxon: Taxon(commonName: "Common raven", scientificName: "Corvus corax"), threshold: 0.5),
    DetectableClass(taxon: Taxon(commonName: "Wind", kind: .background), threshold: 0.5),
    DetectableClass(taxon: Taxon(commonName: "Human voice", kind: .human), threshold: 0.5),
    DetectableClass(taxon: Taxon(commonName: "Tree frog"), threshold: 0.75),
  ]
  /// Half-second windows, each eighth of a second.
  static let grid = WindowGrid(nativeRate: 8000, modelRate: 8000, windowLength: 4000, step: 1000)
  /// Eighths: exact, so that scores meet thresholds.
  static let levels = (0...8).map { Float($0) / 8 }

  var rule: DetectionRule
  let windows: [WindowScores]
  let timeline: Timeline?

  init(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    rule = try Self.rule(&random)
    windows = Self.windows(&random)
    // The middle of February is a border between weeks 6 and 7.
    timeline =
      Bool.random(using: &random)
      ? nil
      : Timeline(
        anchors: [
          TimeAnchor(
            sample: Int64.random(in: 0...200_000, using: &random),
            utcMicroseconds: 1_771_113_600_000_000, utcOffsetMinutes: 0, source: .guano)
        ], sampleRate: 8000)
  }

  func resolved(floor: Float = 0) throws -> ResolvedRule {
    try rule.resolved(for: Self.classes, grid: Self.grid, floor: floor)
  }

  static func settings(_ random: inout SplitMix64) -> DetectionRule.Settings {
    let enter = Int.random(in: 2...8, using: &random)
    let confirmations = Int.random(in: 1...4, using: &random)
    let least = 0.5 + Double(confirmations - 1) / 8
    return DetectionRule.Settings(
      enter: levels[enter], stay: levels[Int.random(in: 1...enter, using: &random)],
      bridgedGap: Double(Int.random(in: 0...12, using: &random)) / 8,
      confirmations: confirmations,
      confirmationSpan: confirmations == 1
        ? nil : least + Double(Int.random(in: 0...16, using: &random)) / 8)
  }

  private static func rule(_ random: inout SplitMix64) throws -> DetectionRule {
    var species: [String: DetectionRule.Settings] = [:]
    for name in ["common raven", "HUMAN VOICE"] where Bool.random(using: &random) {
      species[name] = settings(&random)
    }
    func list(_ names: [String]) throws -> SpeciesList? {
      guard Bool.random(using: &random) else { return nil }
      return try SpeciesList(
        name: "list",
        entries: names.map { name in
          let weeks = try ["1-48", "7", "6", "40-6"].randomElement(using: &random).map {
            try WeekSet(parsing: $0)
          }
          return SpeciesList.Entry(name: name, weeks: weeks ?? .all)
        })
    }
    return DetectionRule(
      general: settings(&random), species: species,
      excluded: Int.random(in: 0...3, using: &random) == 0 ? ["Tree frog"] : [],
      allowed: try list(["Corvus corax", "Tree frog"]),
      // Not all year, or nothing would be left.
      ignored: try list(["Tree frog"]))
  }

  /// Mostly on the grid, some missing, some late, some ends a sample later as rounding makes them, the
  /// last ones cut.
  private static func windows(_ random: inout SplitMix64) -> [WindowScores] {
    var windows: [WindowScores] = []
    var start: Int64 = 0
    let end = Int64(Int.random(in: 1...200, using: &random)) * 1000 + 4000
    var level = 0
    while start < end {
      let length = Int64.random(in: 4000...4001, using: &random)
      let range = SampleRange(start: start, end: min(start + length, end))
      let scores = classes.map { _ in
        // Calls last a while: a level moves on from the one before.
        level = min(max(level + Int.random(in: -3...3, using: &random), 0), 8)
        return levels[level]
      }
      windows.append(WindowScores(range: range, scores: scores))
      start +=
        1000
        * (Int.random(in: 0...5, using: &random) == 0
          ? Int64.random(in: 2...12, using: &random) : 1)
    }
    return windows
  }
}

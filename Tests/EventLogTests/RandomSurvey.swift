import EventDetection
import TestSupport

@testable import EventLog

/// A log of random recordings, and what a reader of these lines would say is in it.
struct RandomSurvey {
  struct Entry {
    var event: LoggedEvent
    var bundle: BundleID
    var paths: [String]
    /// The path seen last.
    var current: String
    var output: Int
    /// Microseconds since 1970 by the clock of the place.
    var startedLocally: Int64?
  }

  let test: TestLog
  let bundles: [BundleID]
  private(set) var entries: [Entry] = []

  static let folders = [
    "/s", "/s/a", "/s/a b", "/s/a/deep", "/s/a0", "/s/A", "/s/ä", "/s/100%", "/s/_", "/t",
  ]

  init(using random: inout SplitMix64) throws {
    test = try TestLog()
    var other = Sample.bundle
    other.digest = Sample.sha256(900)
    other.name = "other"
    other.classes.reverse()
    bundles = [test.bundle, try test.log.register(other)]
    let taxa = [Sample.taxa, other.classes]

    for number in 0..<12 {
      let paths = (0...Int.random(in: 0...2, using: &random)).map { copy in
        "\(Self.folders.randomElement(using: &random) ?? "")/\(number)-\(copy).wav"
      }
      var result = test.result(number, paths: paths)
      result.recording.anchors = Self.anchors(number, using: &random)
      result.analyses = bundles.indices.filter { _ in Int.random(in: 0...2, using: &random) > 0 }
        .map { bundle in
          var analysis = result.analyses[0]
          analysis.bundle = bundles[bundle]
          analysis.channel = number.isMultiple(of: 3) ? .mix : .index(number % 2)
          analysis.decision.detections = Detections(Self.events(using: &random))
          return analysis
        }
      try test.log.commit(result)
      add(result, taxa, paths)
    }
  }

  /// What the log should say of a result, but for the numbers of its events.
  private mutating func add(_ result: RecordingResult, _ taxa: [[Taxon]], _ paths: [String]) {
    let timeline = Timeline(anchors: result.recording.anchors, sampleRate: 48_000)
    for analysis in result.analyses {
      let bundle = bundles.firstIndex(of: analysis.bundle) ?? 0
      for event in analysis.decision.detections.events {
        entries.append(
          Entry(
            event: LoggedEvent(
              id: Int64(entries.count + 1), taxon: taxa[bundle][event.classIndex],
              startedAt: timeline?.utcMicroseconds(at: event.range.start),
              endedAt: timeline?.utcMicroseconds(at: event.range.end),
              timeSource: timeline == nil ? nil : .guano, range: event.range,
              sampleRate: 48_000, peakScore: event.peakScore, meanScore: event.meanScore,
              windows: event.windows, sha256: result.recording.sha256, recordingSeconds: 60,
              channel: analysis.channel, site: "Old pond", latitude: 47.05, longitude: 8.31,
              model: bundle == 0 ? "twelve" : "other", modelVersion: "1.0.0",
              lowestFrequency: 50, highestFrequency: 8_000),
            bundle: analysis.bundle, paths: paths, current: paths.last ?? "",
            output: bundle * Sample.taxa.count + event.classIndex,
            startedLocally: timeline.map {
              $0.utcMicroseconds(at: event.range.start)
                + Int64($0.utcOffsetMinutes(at: event.range.start) ?? 0) * 60_000_000
            }))
      }
    }
  }

  private static func anchors(_ number: Int, using random: inout SplitMix64) -> [TimeAnchor] {
    guard number % 5 != 0 else { return [] }
    return [
      TimeAnchor(
        sample: 0,
        utcMicroseconds: Sample.start + Int64.random(in: -90...90, using: &random)
          * 1_000_000,
        utcOffsetMinutes: [nil, 0, 330, -480].randomElement(using: &random) ?? nil, source: .guano)
    ]
  }

  private static func events(using random: inout SplitMix64) -> [Finding] {
    (0..<Int.random(in: 0...8, using: &random)).map { number in
      .event(
        Sample.event(
          Int.random(in: 0...2, using: &random), from: Double(number * 6),
          to: Double(number * 6 + 3), peak: Float.random(in: 1...8, using: &random).rounded() / 8))
    }
  }

  /// The entries that `filter` asks for, in its order, found without SQL.
  func expected(_ filter: EventFilter) -> [LoggedEvent] {
    let asked: [(entry: Entry, path: String)] = entries.compactMap { entry in
      let names = [entry.event.taxon.commonName, entry.event.taxon.scientificName ?? "-"]
        .map { $0.lowercased() }
      if !filter.species.isEmpty,
        !filter.species.contains(where: { names.contains($0.lowercased()) })
      {
        return nil
      }
      if let bundle = filter.bundle, bundle != entry.bundle { return nil }
      if let score = filter.minimumScore, entry.event.peakScore < score { return nil }
      if let from = filter.from, entry.isBefore(from) ?? true { return nil }
      if let until = filter.until, !(entry.isBefore(until) ?? false) { return nil }
      guard !filter.paths.isEmpty else { return (entry, entry.current) }
      let matching = entry.paths.filter { path in
        filter.paths.contains { place in
          let trimmed = place.hasSuffix("/") && place != "/" ? String(place.dropLast()) : place
          return path == trimmed || place == "/" || path.hasPrefix(trimmed + "/")
        }
      }
      guard !matching.isEmpty else { return nil }
      return (
        entry, matching.contains(entry.current) ? entry.current : matching.min(by: bytewise) ?? ""
      )
    }
    let sorted =
      switch filter.order {
      case .time:
        asked.filter { $0.entry.event.startedAt != nil }.sorted {
          let (one, two) = ($0.entry.event, $1.entry.event)
          return (one.startedAt ?? 0, one.id) < (two.startedAt ?? 0, two.id)
        } + asked.filter { $0.entry.event.startedAt == nil }.sorted(by: byFile)
      case .file: asked.sorted(by: byFile)
      }
    return sorted.map { entry, path in
      var event = entry.event
      event.path = path
      return event
    }
  }

  private func byFile(
    _ one: (entry: Entry, path: String), _ two: (entry: Entry, path: String)
  ) -> Bool {
    if one.path != two.path { return bytewise(one.path, two.path) }
    let (a, b) = (one.entry, two.entry)
    return (a.event.channel == .mix ? 0 : 1, a.event.range.start, a.output)
      < (b.event.channel == .mix ? 0 : 1, b.event.range.start, b.output)
  }

  private func bytewise(_ one: String, _ two: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(two.utf8)
  }
}

extension RandomSurvey.Entry {
  /// `nil` without an instant.
  fileprivate func isBefore(_ moment: Moment) -> Bool? {
    switch moment {
    case .utc(let instant): event.startedAt.map { $0 < instant }
    case .local(let clock): startedLocally.map { $0 < clock }
    }
  }
}

import EventDetection
import EventLog
import TestSupport
import Testing

@Suite struct EventFilterTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `a filter finds what a search through all events finds, in the same order`(seed: UInt64)
    throws
  {
    var random = SplitMix64(seed: seed)
    let survey = try RandomSurvey(using: &random)
    var found = 0
    for number in 0..<150 {
      let filter = Self.filter(of: survey, using: &random)
      var events = try survey.test.events(filter)
      found += events.count
      for index in events.indices {
        (events[index].startLocal, events[index].endLocal) = (nil, nil)
        (events[index].startUTC, events[index].endUTC) = (nil, nil)
      }
      #expect(events == survey.expected(filter), "seed \(seed), filter \(number): \(filter)")
    }
    #expect(found > 0)
  }

  @Test(arguments: [EventFilter.Order.time, .file])
  func `thousands of paths are one question, with one order and each event once`(
    order: EventFilter.Order
  ) throws {
    let test = try TestLog()
    var random = SplitMix64(seed: 11)
    // What lies first in the folder was recorded last.
    for number in 0..<1200 {
      try test.log.commit(
        test.result(
          1200 - number, paths: ["/s/\(10_000 + number).wav"],
          events: [Sample.event(from: 1, to: 2), Sample.event(2, from: 3, to: 4)]))
    }
    var paths = (0..<1100).map { "/s/\(10_000 + $0).wav" }
    paths.append(contentsOf: paths.prefix(100))
    paths.shuffle(using: &random)
    let filter = EventFilter(paths: paths, order: order)
    let events = try test.events(filter)
    #expect(events.count == 2200 && Set(events.map(\.id)).count == 2200)
    let starts = events.compactMap(\.startedAt)
    let places = events.compactMap(\.path)
    #expect(starts.count == 2200 && places.count == 2200)
    #expect((starts == starts.sorted()) == (order == .time))
    #expect((places == places.sorted()) == (order == .file))
    #expect(try test.log.speciesCounts(filter).map(\.events) == [1100, 1100])
    #expect(try test.log.analyses(under: paths).count == 1100)
  }

  @Test func `a place is known by what was analysed there, not by its name or a failure`() throws {
    let test = try TestLog()
    try test.log.commit(test.result(1, paths: ["/s/a b/1.wav"]))
    try test.log.note(Sample.file("/s/c/2.wav"), error: "no sound")
    for place in ["/", "/s", "/s/", "/s/a b", "/s/a b/1.wav"] {
      #expect(try test.log.hasRecordings(under: place), "\(place)")
    }
    for place in ["/s/a", "/s/a b/1", "/s/c", "/s/c/2.wav", "/t"] {
      #expect(try !test.log.hasRecordings(under: place), "\(place)")
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `species are counted as often as they are listed`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let survey = try RandomSurvey(using: &random)
    for number in 0..<60 {
      let filter = Self.filter(of: survey, using: &random)
      let counts = try survey.test.log.speciesCounts(filter)
      let listed = Dictionary(grouping: try survey.test.events(filter), by: \.taxon)
      #expect(counts.count == listed.count, "seed \(seed), filter \(number)")
      #expect(counts.map(\.events) == counts.map(\.events).sorted(by: >))
      for count in counts {
        let events = listed[count.taxon] ?? []
        #expect(count.events == events.count, "seed \(seed), filter \(number)")
        #expect(count.highestPeak == events.map(\.peakScore).max())
        #expect(count.firstStartedAt == events.compactMap(\.startedAt).min())
        #expect(count.lastStartedAt == events.compactMap(\.startedAt).max())
        for (start, instant) in [
          (count.first, count.firstStartedAt), (count.last, count.lastStartedAt),
        ] {
          let shown = events.filter { $0.startedAt == instant }.map {
            [$0.startUTC, $0.startLocal, $0.timeSource?.rawValue]
          }
          #expect(shown.contains([start?.utc, start?.local, start?.source?.rawValue]))
        }
      }
    }
  }

  private static func filter(
    of survey: RandomSurvey, using random: inout SplitMix64
  ) -> EventFilter {
    func maybe<Value>(_ value: Value?) -> Value? { Bool.random(using: &random) ? value : nil }
    /// Just before, at or after the start of an event, in UTC or by the clock of its place.
    func moment() -> Moment {
      let entry = survey.entries.filter { $0.event.startedAt != nil }.randomElement(using: &random)
      let step = Int64.random(in: -1...1, using: &random)
      return Bool.random(using: &random)
        ? .utc((entry?.event.startedAt ?? 0) + step)
        // Local time is compared to the millisecond.
        : .local((entry?.startedLocally ?? 0) + 1000 * step)
    }
    let path = survey.entries.randomElement(using: &random)?.paths.first ?? ""
    let folder = RandomSurvey.folders.randomElement(using: &random) ?? ""
    let names = ["Common raven", "corvus CORAX", "human voice", "Wind"]
    var filter = EventFilter()
    if let name = maybe(names.randomElement(using: &random)) { filter.species.append(name) }
    if let name = maybe(names.randomElement(using: &random)), maybe(true) != nil {
      filter.species.append(name)
    }
    filter.from = maybe(moment())
    filter.until = maybe(moment())
    filter.minimumScore = maybe(Float.random(in: 0...8, using: &random).rounded() / 8)
    if maybe(true) != nil {
      filter.paths = Array(
        [path, folder, folder + "/", "/s", "/", "/nowhere"].shuffled(using: &random)
          .prefix(2))
    }
    filter.bundle = maybe(survey.bundles.randomElement(using: &random))
    filter.order = maybe(.file) ?? .time
    return filter
  }

  @Test func `a species that no model knows is an error, one that was never heard is not`() throws {
    let test = try TestLog()
    #expect(
      throws: EventLogError.unknownSpecies(
        path: test.log.path, name: "Dodo", known: ["Common raven", "Human voice"])
    ) {
      _ = try test.events(EventFilter(species: ["Common raven", "Dodo"]))
    }
    #expect(
      throws: EventLogError.unknownSpecies(
        path: test.log.path, name: "%", known: ["Common raven", "Human voice"])
    ) {
      _ = try test.log.speciesCounts(EventFilter(species: ["%"]))
    }
    #expect(try test.events(EventFilter(species: ["Wind"])).isEmpty)
  }

  @Test func `an empty log lists nothing`() throws {
    let test = try TestLog()
    #expect(try test.events().isEmpty)
    #expect(try test.log.speciesCounts().isEmpty)
    #expect(try test.log.dailyCounts().isEmpty)
    #expect(try test.log.analyses().isEmpty)
  }
}

import EventDetection
import Testing

/// Every refusal, with its whole message.
@Suite struct DetectionErrorTests {
  static let classes = [
    DetectableClass(
      taxon: Taxon(commonName: "Common raven", scientificName: "Corvus corax"), threshold: 0.5,
      highestScore: 0.9375),
    DetectableClass(taxon: Taxon(commonName: "Wind", kind: .background), threshold: 0.5),
    DetectableClass(taxon: Taxon(commonName: "Human voice", kind: .human), threshold: 0.5),
    DetectableClass(
      taxon: Taxon(commonName: "Carrion crow", scientificName: "Corvus corone"), threshold: 0.5),
  ]
  /// Windows of three seconds, each second.
  static let grid = WindowGrid(
    nativeRate: 48_000, modelRate: 16_000, windowLength: 48_000, step: 16_000)

  func message(
    _ rule: DetectionRule, floor: Float = 0, classes: [DetectableClass] = classes,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> String? {
    #expect(throws: DetectionError.self, sourceLocation: sourceLocation) {
      try rule.resolved(for: classes, grid: Self.grid, floor: floor)
    }?.description
  }

  func message(_ settings: DetectionRule.Settings, floor: Float = 0) -> String? {
    message(DetectionRule(general: settings), floor: floor)
  }

  func list(_ names: String..., weeks: String = "1-48") throws -> SpeciesList {
    let weeks = try WeekSet(parsing: weeks)
    return try SpeciesList(
      name: "pond.txt", entries: names.map { SpeciesList.Entry(name: $0, weeks: weeks) })
  }

  @Test func `thresholds that are none, or that nothing can reach`() {
    for value: Float in [0, -1, 1.5, .nan, .infinity] {
      #expect(
        message(.init(enter: value))
          == "every species: the threshold must be above 0 and at most 1, not \(value).")
      #expect(
        message(.init(stay: value))
          == "every species: the staying threshold must be above 0 and at most 1, not \(value).")
    }
    #expect(
      message(.init(enter: 0.5, stay: 0.625))
        == "every species: the staying threshold (0.625) is higher than the threshold (0.5): an "
        + "event could begin and not go on. Lower it, or give this species its own.")
    #expect(
      message(.init(enter: 0.5, stay: 0.125), floor: 0.25)
        == "every species: the staying threshold (0.125) lies below 0.25: a window in which no class, "
        + "not even a background, reaches that is not stored. Raise it, or analyse the sound again with "
        + "a lower floor.")
    #expect(
      message(.init(enter: 0.3), floor: 0.25)
        == "every species: the threshold 0.3 is too low: an event goes on at three quarters of it, and a "
        + "window in which no class, not even a background, reaches 0.25 is not stored. The lowest "
        + "threshold is 0.334.")
    #expect(
      message(DetectionRule(species: ["common raven": .init(enter: 0.5, stay: 0.625)]))?
        .hasPrefix("Common raven: the staying threshold (0.625) is higher") == true)
    #expect(
      message(.init(enter: 0.95))
        == "Common raven: no sound can reach the threshold 0.95: the model's highest score is "
        + "0.9375.")
  }

  @Test func `gaps and confirmations that are none, or that do not fit`() {
    for value in [-0.1, 3600.5, .nan, .infinity] {
      #expect(
        message(.init(bridgedGap: value))
          == "every species: the bridged gap must be 0 to 3600 seconds, not \(value).")
    }
    for value in [0, -2] {
      #expect(
        message(.init(confirmations: value))
          == "every species: at least 1 window must confirm an event, not \(value).")
    }
    for value in [0, -1, 3601, .nan] {
      #expect(
        message(.init(confirmationSpan: value))
          == "every species: the span of confirmations must be above 0 and at most 3600 seconds, not "
          + "\(value).")
    }
    #expect(
      message(.init(confirmations: 2))
        == "every species: 2 confirmations need a span of seconds within which they count.")
    #expect(
      message(.init(confirmations: 4, confirmationSpan: 5.9))
        == "every species: 4 windows cannot reach the threshold within 5.9 s: only 3 fit. 4 windows "
        + "take 6.0 s; widen the span, raise the overlap or ask for fewer.")
    #expect(
      message(.init(confirmations: .max, confirmationSpan: 5))?.hasPrefix(
        "every species: \(Int.max) windows cannot reach the threshold within 5.0 s: only 3 fit.")
        == true)
  }

  @Test func `names that the model does not know, or that mean two things`() throws {
    let known = "It knows Common raven, Wind, Human voice, Carrion crow."
    #expect(
      message(DetectionRule(species: ["Ravn": .init()]))
        == "settings of single species: the model knows no \"Ravn\". \(known)")
    #expect(
      message(DetectionRule(excluded: ["Jackdaw"]))
        == "excluded species: the model knows no \"Jackdaw\". \(known)")
    #expect(
      message(DetectionRule(allowed: try list("Jackdaw")))
        == "pond.txt: the model knows no \"Jackdaw\". \(known)")
    #expect(
      message(DetectionRule(ignored: try list("Jackdaw_Jackdaw")))
        == "pond.txt: the model knows no \"Jackdaw_Jackdaw\". \(known)")
    #expect(
      message(DetectionRule(allowed: try list("Corvus corax_Carrion crow")))
        == "pond.txt: \"Corvus corax_Carrion crow\" names two different classes of the model, one by "
        + "each half.")
  }

  @Test func `a message names twenty of many classes`() {
    let many = (1...23).map {
      DetectableClass(taxon: Taxon(commonName: "Species \($0)"), threshold: 0.5)
    }
    let named = (1...20).map { "Species \($0)" }.joined(separator: ", ")
    #expect(
      message(DetectionRule(excluded: ["x"]), classes: many)
        == "excluded species: the model knows no \"x\". It knows \(named) and 3 more.")
  }

  @Test func `a class that is named twice, or that must not be named`() throws {
    #expect(
      message(DetectionRule(species: ["Corvus corax": .init(), "common raven": .init()]))
        == "settings of single species: \"Common raven\" is named more than once. Keep one.")
    #expect(
      message(DetectionRule(allowed: try list("Corvus corax", "Common raven")))
        == "pond.txt: \"Common raven\" is named more than once. Keep one.")
    #expect(
      message(DetectionRule(excluded: ["human voice"]))
        == "excluded species: \"human voice\" stands for people, who are always logged. Remove it.")
    #expect(
      message(DetectionRule(ignored: try list("human voice")))
        == "pond.txt: \"Human voice\" stands for people, who are always logged. Remove it.")
    #expect(
      message(DetectionRule(excluded: ["Wind"]))
        == "excluded species: \"Wind\" is a background sound, never an event, and has no rule. "
        + "Remove it.")
    #expect(
      message(DetectionRule(species: ["Wind": .init()]))
        == "settings of single species: \"Wind\" is a background sound, never an event, and has no "
        + "rule. Remove it.")
  }

  @Test func `rules that hide every species in every week`() throws {
    let nothing =
      "Nothing could be detected: exclusions and species lists together hide every species of the "
      + "model in every week."
    #expect(message(DetectionRule(excluded: ["Corvus corax", "Carrion crow"])) == nothing)
    #expect(message(DetectionRule(allowed: try list("Human voice"))) == nothing)
    #expect(
      message(
        DetectionRule(
          excluded: ["Carrion crow"], allowed: try list("Common raven", weeks: "5-9"),
          ignored: try list("Common raven", weeks: "4-10"))) == nothing)
    // One week is enough.
    let rule = DetectionRule(
      excluded: ["Carrion crow"], allowed: try list("Common raven", weeks: "5-11"),
      ignored: try list("Common raven", weeks: "4-10"))
    #expect(try rule.resolved(for: Self.classes, grid: Self.grid).classes.count == 4)
  }

  @Test func `lists and weeks that cannot be read`() {
    func message(_ bytes: [UInt8]) -> String? {
      #expect(throws: DetectionError.self) { try SpeciesList(name: "pond.txt", bytes: bytes) }?
        .description
    }
    let empty =
      "pond.txt: the species list names nothing. Nothing is allowed by it; add the species, or go "
      + "without a list."
    #expect(message([]) == empty)
    #expect(message(Array("# nothing\n\n   \n".utf8)) == empty)
    #expect(message([0x41, 0xFF]) == "pond.txt: the species list is not UTF-8 text.")
    for line in [
      "Wren:", "Wren: 0", "Wren: 3-49", "Wren: summer", ": 3", "Wren: 3,", "Wren: 1-2-3",
    ] {
      #expect(
        message(Array("# birds\r\nRobin\r\n\(line)\r\n".utf8))
          == "pond.txt:3: \"\(line)\" cannot be read. A line is a name, or a name, a colon and weeks "
          + "from 1 to 48: \"Corvus corax: 9-14, 40\".")
    }
    #expect(
      #expect(throws: DetectionError.self) { try WeekSet(parsing: " 3-x ") }?.description
        == "\"3-x\" are no weeks. Write numbers from 1 to 48 and spans: \"9-14, 40\".")
  }
}

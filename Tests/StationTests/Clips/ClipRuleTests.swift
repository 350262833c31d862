import EventDetection
import Testing

@testable import Station

/// Which settings fit which model.
@Suite struct ClipRuleTests {
  static let classes = [
    DetectableClass(
      taxon: Taxon(commonName: "Common raven", scientificName: "Corvus corax"), threshold: 0.5),
    DetectableClass(taxon: Taxon(commonName: "Tawny owl"), threshold: 0.5),
    DetectableClass(
      taxon: Taxon(commonName: "Speech", kind: .human), threshold: 0.5, highestScore: 0.9),
    DetectableClass(
      taxon: Taxon(commonName: "Laughter", kind: .human), threshold: 0.5, highestScore: 0.8),
    DetectableClass(taxon: Taxon(commonName: "Rain", kind: .background), threshold: 0.5),
  ]

  static func rule(
    _ settings: ClipPolicy, classes: [DetectableClass] = classes
  ) throws(ClipPolicyError) -> ClipRule {
    try ClipRule(
      settings, classes: classes, model: "pond", sampleRate: 16_000, windowLength: 48_000)
  }

  private func message(
    _ settings: ClipPolicy, classes: [DetectableClass] = classes
  ) -> String? {
    do throws(ClipPolicyError) {
      _ = try Self.rule(settings, classes: classes)
      return nil
    } catch { return error.description }
  }

  @Test func `lengths become samples`() throws {
    let rule = try Self.rule(
      ClipPolicy.sample(
        before: 1, after: 2.5, longest: 10, voices: .drop(threshold: 0.2, margin: 0.5)))
    #expect(rule.before == 16_000 && rule.after == 40_000 && rule.longest == 160_000)
    #expect(rule.privacy?.margin == 8_000 && rule.privacy?.threshold == 0.2)
  }

  @Test func `all get clips but people; fewer if only some are named, or some excepted`() throws {
    func chosen(_ settings: ClipPolicy) throws -> [Int] {
      let rule = try Self.rule(settings)
      return Self.classes.indices.filter(rule.wants)
    }
    #expect(try chosen(ClipPolicy.sample()) == [0, 1, 4])
    #expect(try chosen(ClipPolicy.sample(voices: .keep)) == [0, 1, 2, 3, 4])
    #expect(try chosen(ClipPolicy.sample(only: ["corvus corax", "speech"])) == [0])
    #expect(try chosen(ClipPolicy.sample(only: ["Speech"], voices: .keep)) == [2])
    #expect(try chosen(ClipPolicy.sample(except: ["Tawny owl"])) == [0, 4])
  }

  @Test func `the voice score is the highest of all human classes, and fails closed`() throws {
    let rule = try Self.rule(ClipPolicy.sample())
    #expect(rule.voiceScore { [0.9, 0.9, 0.1, 0.3, 0.9][$0] } == 0.3)
    #expect(rule.voiceScore { [0.9, 0.9, 0.4, 0.3, 0.9][$0] } == 0.4)
    #expect(rule.voiceScore { $0 == 3 ? .nan : 0.1 } == 1)
  }

  @Test func `a model that cannot tell voices gets no clips unless voices are kept`() {
    let classes = Self.classes.filter { $0.taxon.kind != .human }
    #expect(
      message(ClipPolicy.sample(), classes: classes)
        == "clips: the model pond has no class for human voices, so whether somebody speaks in a "
        + "clip cannot be judged, and none is kept. Use a model with such a class, or keep voices "
        + "by keep_voices: true.")
    #expect(message(ClipPolicy.sample(voices: .keep), classes: classes) == nil)
  }

  @Test func `a threshold that a human class cannot reach is refused`() {
    #expect(message(ClipPolicy.sample(voices: .drop(threshold: 0.8, margin: 1))) == nil)
    #expect(
      message(ClipPolicy.sample(voices: .drop(threshold: 0.85, margin: 1)))
        == "clips: the score of \"Laughter\" never exceeds 0.8, so a threshold of 0.85 lets every "
        + "voice pass. Give a threshold of at most 0.8.")
  }

  @Test func `values out of range`() {
    #expect(
      message(ClipPolicy.sample(before: -1)) == "clips: before cannot be -1.0 s: give 0 to 60.")
    #expect(
      message(ClipPolicy.sample(after: .nan)) == "clips: after cannot be nan s: give 0 to 60.")
    #expect(
      message(ClipPolicy.sample(before: 5, longest: 5))
        == "clips: longest cannot be 5.0 s: give more than before and after together (8.0), at most 3600."
    )
    #expect(
      message(ClipPolicy.sample(voices: .drop(threshold: 0, margin: 1)))
        == "clips: the threshold of voices cannot be 0.0: give more than 0, at most 1.")
    #expect(
      message(ClipPolicy.sample(voices: .drop(threshold: .nan, margin: 1)))
        == "clips: the threshold of voices cannot be nan: give more than 0, at most 1.")
    #expect(
      message(ClipPolicy.sample(voices: .drop(threshold: 0.5, margin: -1)))
        == "clips: the margin of voices cannot be -1.0: give 0 to 60 seconds.")
    #expect(message(ClipPolicy.sample(only: ["Owl"]))?.hasPrefix("clips: ") == true)
  }
}

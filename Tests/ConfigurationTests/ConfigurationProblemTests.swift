import Configuration
import Foundation
import Testing

@Suite struct ConfigurationProblemTests {
  func problems(_ yaml: String, _ overrides: [Override] = []) -> [String] {
    do {
      _ = try SurveyConfiguration(
        yaml: Data(yaml.utf8), path: "survey.yaml", overrides: overrides)
      return []
    } catch {
      return error.description.split(separator: "\n").map(String.init)
    }
  }

  @Test(arguments: [
    (
      "thrshold: 0.7",
      "survey.yaml:1:1: unknown key \"thrshold\". Did you mean \"detection.threshold\"?"
    ),
    ("chanel: 1", "survey.yaml:1:1: unknown key \"chanel\". Did you mean \"channel\"?"),
    (
      "site:\n  zip: 8000",
      "survey.yaml:2:3: unknown key \"zip\". Known here: name, latitude, longitude, time_zone."
    ),
    (
      "threshold: 0.7",
      "survey.yaml:1:1: unknown key \"threshold\". Did you mean \"detection.threshold\"?"
    ),
    (
      "channel: 0",
      "survey.yaml:1:10: channel must be the number of a channel, counted from 1, or each, or mix, not 0."
    ),
    (
      "detection:\n  threshold: \"0.7\"",
      "survey.yaml:2:14: detection.threshold must be a number above 0 and at most 1, not the text \"0.7\"."
    ),
    (
      "detection:\n  threshold: 70",
      "survey.yaml:2:14: detection.threshold must be a number above 0 and at most 1, not 70."
    ),
    (
      "detection:\n  threshold: .nan",
      "survey.yaml:2:14: detection.threshold must be a number above 0 and at most 1, not .nan."
    ),
    (
      "detection:\n  confirmations: 1.5",
      "survey.yaml:2:18: detection.confirmations must be a whole number from 1 to 1000, not 1.5."
    ),
    (
      "detection:\n  species:\n    Crow:\n      threshold: high",
      "survey.yaml:4:18: detection.species.Crow.threshold must be a number above 0 and at most 1, not high."
    ),
    (
      "detection:\n  exclude: Crow",
      "survey.yaml:2:12: detection.exclude must be a list of species, not Crow."
    ),
    (
      "detection:\n  exclude: [Crow, [Hen]]",
      "survey.yaml:2:19: detection.exclude must be a list of species, not a list."
    ),
    (
      "site: pond",
      "survey.yaml:1:7: site must be a section of \"key: value\" lines, not pond."
    ),
    (
      "- site",
      "survey.yaml:1:1: the configuration must be a section of \"key: value\" lines, not a list."
    ),
    (
      "overlap:",
      "survey.yaml:1:9: overlap has no value. Write a number from 0 to 60 seconds, or remove the line."
    ),
    (
      "site: {time_zone: Europe/Zurch}",
      "survey.yaml:1:19: site.time_zone must be a time zone, like Europe/Zurich, or a distance from UTC, like +05:30, not Europe/Zurch."
    ),
    (
      "site: {time_zone: +25:00}",
      "survey.yaml:1:19: site.time_zone must be a time zone, like Europe/Zurich, or a distance from UTC, like +05:30, not +25:00."
    ),
    (
      "site: {latitude: 47}",
      "survey.yaml:1:18: site.latitude is set, but site.longitude is not; a place needs both."
    ),
    (
      "detection: {threshold: 0.5, stay_threshold: 0.6}",
      "survey.yaml:1:45: detection.stay_threshold makes the staying threshold (0.6) higher than the threshold (0.5); an event could begin and not go on."
    ),
    (
      "detection: {stay_threshold: 0.6, species: {Hen: {threshold: 0.5}}}",
      "survey.yaml:1:61: detection.species.Hen.threshold makes the staying threshold (0.6) higher than the threshold (0.5); an event could begin and not go on."
    ),
    (
      "channel: 1\nchannel: 2",
      "survey.yaml:1:1: \"channel\" stands here more than once. Keep one."
    ),
    (
      "site:\n  name: [pond",
      "survey.yaml:3:1: not valid YAML: did not find expected ',' or ']' (while parsing a flow sequence, line 2)."
    ),
    ("site: *pond", "survey.yaml:1:7: not valid YAML: found undefined alias."),
    ("overlap: 1\u{7}", "survey.yaml:1:11: not valid YAML: control characters are not allowed."),
  ])
  func `a problem says where it is, what is wrong and what is allowed`(
    yaml: String, message: String
  ) {
    #expect(problems(yaml) == [message])
  }

  @Test func `all problems are told at once, in the order of the file, options last`() {
    let found = problems(
      "chanel: 1\nsite: {latitude: 91, longitude: 8}\noverlap: -1\n",
      [
        Override(key: "detection.threshold", text: "7", option: "--threshold"),
        Override(key: "modell", text: "x", option: "--set"),
      ])
    #expect(
      found == [
        "survey.yaml:1:1: unknown key \"chanel\". Did you mean \"channel\"?",
        "survey.yaml:2:18: site.latitude must be a number from -90 to 90 degrees, not 91.",
        "survey.yaml:3:10: overlap must be a number from 0 to 60 seconds, not -1.",
        "--threshold 7: it must be a number above 0 and at most 1.",
        "--set: unknown key \"modell\". Did you mean \"model\"?",
      ])
  }

  @Test func `a file that is not UTF-8 is refused`() {
    #expect(throws: ConfigurationError.self) {
      try SurveyConfiguration(yaml: Data([0x73, 0xFF, 0x3A]), path: "survey.yaml")
    }
  }

  @Test func `aliases that multiply cost nothing`() {
    var yaml = "a0: &a0 [x, x]\n"
    for i in 1...40 { yaml += "a\(i): &a\(i) [*a\(i - 1), *a\(i - 1)]\n" }
    #expect(problems(yaml).count == 41)
  }
}

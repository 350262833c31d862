import Configuration
import Foundation
import TestSupport
import Testing

@Suite struct SurveyConfigurationTests {
  func read(_ yaml: String, _ overrides: [Override] = []) throws -> SurveyConfiguration {
    try SurveyConfiguration(yaml: Data(yaml.utf8), path: "pond/survey.yaml", overrides: overrides)
  }

  @Test func `a full file becomes typed settings`() throws {
    let configuration = try read(
      """
      site:
        name: Old pond
        latitude: 47.05
        longitude: -8.31
        time_zone: Europe/Zurich
      model: models/mine
      channel: each
      overlap: 1.5
      detection:
        threshold: 0.7
        stay_threshold: 0.5
        bridged_gap: 2
        confirmations: 2
        confirmation_span: 9
        exclude:
          - Rooster
          - No
        species:
          Common raven:
            threshold: 0.9
      species_list:
        file: /lists/pond.csv
      """)
    #expect(configuration.site.name.value == "Old pond")
    #expect(configuration.site.latitude.value == 47.05)
    #expect(configuration.site.longitude.value == -8.31)
    #expect(configuration.site.timeZone.value?.identifier == "Europe/Zurich")
    #expect(configuration.model.value?.hasSuffix("/pond/models/mine") == true)
    #expect(configuration.channel.value == .each)
    #expect(configuration.overlap.value == 1.5)
    #expect(configuration.detection.general.threshold.value == 0.7)
    #expect(configuration.detection.general.stayThreshold.value == 0.5)
    #expect(configuration.detection.general.bridgedGap.value == 2)
    #expect(configuration.detection.general.confirmations.value == 2)
    #expect(configuration.detection.general.confirmationSpan.value == 9)
    // "No" is a name here, whatever YAML 1.1 takes it for.
    #expect(configuration.detection.exclude.map(\.value) == ["Rooster", "No"])
    let raven = try #require(configuration.detection.species.first)
    #expect(raven.name.value == "Common raven")
    #expect(raven.name.origin == .file(path: "pond/survey.yaml", line: 19, column: 5))
    #expect(raven.rule.threshold.value == 0.9)
    #expect(raven.rule.stayThreshold.value == nil)
    #expect(configuration.speciesList.file.value == "/lists/pond.csv")
  }

  @Test(arguments: ["", "# nothing set\n", "---\n"])
  func `an empty file is all defaults`(yaml: String) throws {
    let configuration = try read(yaml)
    #expect(configuration.channel.value == .one(1))
    #expect(configuration.model.value == nil)
    #expect(configuration.effective.allSatisfy { $0.origin == .builtIn })
  }

  @Test func `each effective value says where it comes from`() throws {
    let configuration = try read(
      "overlap: 1\ndetection: {threshold: 0.7, species: {Crow: {threshold: 0.8}}}",
      [Override(key: "overlap", text: "2", option: "--overlap")])
    let lines = configuration.effective.map(\.description)
    #expect(lines.contains("site.name: none  (default)"))
    #expect(lines.contains("overlap: 2  (--overlap)"))
    #expect(lines.contains("detection.threshold: 0.7  (pond/survey.yaml:2:24)"))
    #expect(lines.contains("detection.species.Crow.threshold: 0.8  (pond/survey.yaml:2:57)"))
    #expect(configuration.overlap.value == 2)
  }

  @Test func `a path in the file starts at the file and one of an option at the working folder`()
    throws
  {
    let file = try read("model: ../bundle")
    #expect(file.model.value?.hasSuffix("/pond/../bundle") == true)
    let option = try read(
      "model: ../bundle", [Override(key: "model", text: "other", option: "--model")])
    #expect(option.model.value == "other")
  }

  @Test func `a missing file is named`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("missing.yaml")
    do {
      _ = try SurveyConfiguration(contentsOf: path)
      Issue.record("a missing file was read")
    } catch {
      guard case .unreadable(path, _) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test(arguments: [
    ("UTC", 0), ("+05:30", 19800), ("-3", -10800), ("+0200", 7200), ("-00:30", -1800),
    ("Etc/GMT+5", -18000),
  ])
  func `time zones are names or distances from UTC`(text: String, seconds: Int) throws {
    let zone = try read("site: {time_zone: \(text)}").site.timeZone.value
    #expect(zone?.secondsFromGMT() == seconds)
  }
}

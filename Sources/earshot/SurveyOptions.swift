import ArgumentParser
import AudioIO
import Configuration
import EventLog
import Foundation
import Survey

/// What commands that listen or decide have in common: a model and a rule.
struct AnalysisOptions: ParsableArguments {
  @Option(help: "Path or name of a model bundle.")
  var model: String?

  // Unconditional, so that a number below 0 is refused as a number, not taken for an option.
  @Option(
    parsing: .unconditional,
    help: "Seconds that neighbouring windows share; the model's own without.")
  var overlap: String?

  @Option(
    parsing: .unconditional,
    help: "Score, above 0 to 1, that begins an event; each species' own without.")
  var threshold: String?

  @Option(help: "A list of the species that can occur, by week, like Configs/species.txt.")
  var speciesList: String?

  /// What they say instead of a configuration file.
  var overrides: [Override] {
    let options: [(key: String, value: String?, option: String)] = [
      ("model", model, "--model"), ("overlap", overlap, "--overlap"),
      ("detection.threshold", threshold, "--threshold"),
      ("species_list.file", speciesList, "--species-list"),
    ]
    return options.compactMap { entry in
      entry.value.map { Override(key: entry.key, text: $0, option: entry.option) }
    }
  }
}

/// A survey's configuration file, and options that take precedence over it.
struct SurveyOptions: ParsableArguments {
  @Option(help: "A configuration file (YAML); Configs/survey.yaml documents every key.")
  var config: String?

  @OptionGroup var analysis: AnalysisOptions

  /// The configuration's, and what else an option may say of it.
  func configuration(_ more: [Override] = []) throws(ConfigurationError) -> SurveyConfiguration {
    let overrides = analysis.overrides + more
    guard let config else { return try SurveyConfiguration(overrides: overrides) }
    return try SurveyConfiguration(contentsOf: config, overrides: overrides)
  }
}

extension SurveyConfiguration {
  /// The model, its windows' step and the rule.
  func plan() throws -> AnalysisPlan { try analysis.plan() }

  var channels: ChannelSelection {
    switch channel.value {
    case .one(let number): .channel(number - 1)
    case .each: .each
    case .mix: .mix
    }
  }

  /// Where the recorder stood, as far as the configuration says.
  var deployment: Deployment? { site.deployment }
}

extension SiteSettings {
  /// The place, as far as it is known.
  var deployment: Deployment? {
    guard name.isSet || latitude.isSet || timeZone.isSet else { return nil }
    return Deployment(
      site: name.value ?? "", latitude: latitude.value, longitude: longitude.value,
      timeZone: timeZone.value?.identifier)
  }
}

import AudioFeatures
import Configuration
import EventDetection
import Foundation
import SpeciesClassifier
import Station
import Survey

/// What a configuration comes to.
struct ConfigurationReport: Encodable {
  let settings: [Line]
  let analyses: [Analysis]
  /// When a station will listen next; empty if it always does.
  let listening: [Stretch]

  struct Line: Encodable {
    let key: String
    let value: String
    /// `default`, a place in a file, or an option.
    let from: String
  }

  /// By the clock of the station's place.
  struct Stretch: Encodable {
    let from: String
    let to: String
  }

  /// What is done with the sound of an input, or of a survey.
  struct Analysis: Encodable {
    let input: String?
    let device: String?
    let model: String
    let version: String
    let windowSeconds: Double
    let stepSeconds: Double
    /// By common name, those that can be events in some week.
    let species: [String]

    /// - Parameter rate: Of the input, Hz; `nil` for any.
    init(_ plan: AnalysisPlan, input: String?, device: String?, rate: Int?) throws {
      let manifest = plan.bundle.manifest
      let modelRate = manifest.frontEnd.sampleRate
      self.input = input
      self.device = device
      model = manifest.name
      version = manifest.version
      windowSeconds = Double(plan.bundle.windowLength) / Double(modelRate)
      stepSeconds = Double(plan.step) / Double(modelRate)
      species = try plan.rule(for: rate ?? modelRate).classes.filter { rule in
        rule.taxon.kind == .species && !rule.isExcluded
          && !rule.allowedWeeks.subtracting(rule.ignoredWeeks).isEmpty
      }.map(\.taxon.commonName)
    }
  }

  init(_ effective: [EffectiveSetting], _ analyses: [Analysis], _ listening: [Stretch] = []) {
    settings = effective.map {
      Line(key: $0.key, value: $0.text, from: $0.origin.description)
    }
    self.analyses = analyses
    self.listening = listening
  }

  /// For people.
  var lines: [String] {
    var table = Table([("key", .left), ("value", .left), ("from", .left)])
    for setting in settings { table.add([setting.key, setting.value, setting.from]) }
    var heard = Table([
      ("input", .left), ("model", .left), ("window, s", .right), ("step, s", .right),
      ("species", .right),
    ])
    for analysis in analyses {
      heard.add([
        analysis.input ?? "recordings", "\(analysis.model) \(analysis.version)",
        decimal(analysis.windowSeconds, places: 2), decimal(analysis.stepSeconds, places: 2),
        "\(analysis.species.count)",
      ])
    }
    return table.lines + [""] + heard.lines + stretches
  }

  private var stretches: [String] {
    guard !listening.isEmpty else { return [] }
    var table = Table([("listens from", .left), ("to", .left)])
    for stretch in listening { table.add([stretch.from, stretch.to]) }
    return [""] + table.lines
  }
}

extension ConfigurationReport.Stretch {
  /// Today's and tomorrow's.
  static func next(_ configuration: StationConfiguration, now: Date) -> [Self] {
    let style = Date.ISO8601FormatStyle(timeZone: configuration.site.timeZone.value ?? .current)
      .year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false)
    func shown(_ instant: Int64) -> String {
      Date(timeIntervalSince1970: Double(instant) / 1e6).formatted(style)
    }
    return Schedule(configuration)
      .nextStretches(3, from: Int64(now.timeIntervalSince1970 * 1e6))
      .map { Self(from: shown($0.lowerBound), to: shown($0.upperBound)) }
  }
}

import ArgumentParser
import AudioCapture
import Configuration
import Foundation

extension DoctorCommand {
  struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "config",
      abstract: "Tell what a configuration file says, and whether all of it is possible.",
      discussion: """
        Every key with its value, and where that comes from, and by a schedule when it listens next. The models and species lists that are named \
        are read, so that nothing is left to be wrong when a station starts. Nothing is listened to, and \
        nothing is written. Exit status 2: something is wrong; it is told with its place.
        """)

    @Argument(help: "A station's file; station.yaml without.")
    var file: String?

    @Flag(
      help: "The file is a survey's, of `earshot classify`; without a file its defaults are told.")
    var survey = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let report = try survey ? surveyReport() : stationReport()
      try Terminal.print(json ? jsonLines(report) : report.lines)
    }

    private func stationReport() throws -> ConfigurationReport {
      let configuration = try StationConfiguration(contentsOf: file ?? "station.yaml")
      let plans = try configuration.plans()
      // All that a station would refuse at its start.
      _ = try StationSetup(configuration, memory: PipeMemory())
      return ConfigurationReport(
        configuration.effective,
        try zip(configuration.inputs, plans).map { input, plan in
          try .init(
            plan, input: input.name.value, device: input.device.value, rate: input.rate.value)
        }, ConfigurationReport.Stretch.next(configuration, now: Date()))
    }

    private func surveyReport() throws -> ConfigurationReport {
      let configuration =
        try file.map { try SurveyConfiguration(contentsOf: $0) } ?? SurveyConfiguration()
      return ConfigurationReport(
        configuration.effective,
        [try .init(configuration.plan(), input: nil, device: nil, rate: nil)])
    }
  }
}

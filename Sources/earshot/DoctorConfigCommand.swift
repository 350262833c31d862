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
        are read, and the folders and programs that are named are looked for, so that nothing is left to be \
        wrong when a station starts. Nothing is listened to, and \
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
      let configuration = try read(as: .station) {
        try StationConfiguration(contentsOf: file ?? "station.yaml")
      }
      let plans = try configuration.plans()
      // All that a station would refuse at its start.
      _ = try StationSetup(configuration, memory: PipeMemory())
      try configuration.checkDisk()
      return ConfigurationReport(
        configuration.effective,
        try zip(configuration.inputs, plans).map { input, plan in
          try .init(
            plan, input: input.name.value, device: input.device.value, rate: input.rate.value)
        }, ConfigurationReport.Stretch.next(configuration, now: Date()))
    }

    /// What is wrong with a file is little help if it is a file of the other kind.
    private func read<Value>(as kind: ConfigurationKind, _ body: () throws -> Value) throws -> Value
    {
      do {
        return try body()
      } catch ConfigurationError.invalid(let problems) {
        guard let file, let found = try ConfigurationKind.of(contentsOf: file), found != kind else {
          throw ConfigurationError.invalid(problems)
        }
        let hint =
          switch found {
          case .survey: "looks like a survey's, of `earshot classify`; add --survey"
          case .station: "looks like a station's, of `earshot listen`; leave --survey out"
          }
        let problem = ConfigurationProblem(
          kind: .conflict(key: "the file", reason: hint),
          origin: .file(path: file, line: 1, column: 1))
        throw ConfigurationError.invalid(problems + [problem])
      }
    }

    private func surveyReport() throws -> ConfigurationReport {
      let configuration = try read(as: .survey) {
        try file.map { try SurveyConfiguration(contentsOf: $0) } ?? SurveyConfiguration()
      }
      return ConfigurationReport(
        configuration.effective,
        [try .init(configuration.plan(), input: nil, device: nil, rate: nil)])
    }
  }
}

import ArgumentParser
import AudioIO
import Configuration
import EventLog
import Foundation
import Survey
import SystemFiles

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Log the species heard in recordings.",
    discussion: """
      Reads WAV, FLAC, Ogg (Vorbis, Opus), AIFF and MP3, 8 to 384 kHz. What the log has already is \
      not analysed again, so a run that was interrupted goes on where it stopped. Files that cannot \
      be read are named on standard error and noted in the log; the rest goes on.
      """)

  @Argument(help: "Recordings, or folders of them.")
  var inputs: [String] = []

  @Option(help: "A file with a path on each line (or ended by zero bytes); - for standard input.")
  var files: String?

  @OptionGroup var log: LogOptions
  @OptionGroup var options: SurveyOptions

  @Option(help: "Segments analysed at the same time; the number of cores without.")
  var jobs: Int?

  @Option(help: "The channel, counted from 1; or each; or mix.")
  var channel: String?

  @Flag(help: "Analyse also what the log has already.")
  var again = false

  @Flag(help: "Read folders inside folders too.")
  var recursive = false

  @Option(help: "How the events are printed.")
  var format = SurveyFormat.table

  @Option(
    help: """
      A file that gets the paths that failed, as --files reads them: one on each line, or ended by \
      zero bytes if one of them holds a line feed.
      """)
  var failedList: String?

  func validate() throws {
    if inputs.isEmpty, files == nil {
      throw ValidationError("Give recordings or folders, or a list of them with --files.")
    }
    if let jobs, !(1...512).contains(jobs) {
      throw ValidationError("--jobs must be from 1 to 512, not \(jobs).")
    }
  }

  func run() throws {
    let configuration = try options.configuration(
      channel.map { [Override(key: "channel", text: $0, option: "--channel")] } ?? [])
    let plan = try configuration.plan()
    let paths = inputs + (try listedFiles())
    let finder = RecordingFinder(recursive: recursive)
    let findings = finder.find(paths)
    if findings.isEmpty {
      // An empty list is nothing to do; a folder that is named is thought to hold something.
      guard paths.isEmpty else { throw finder.nothingFound(in: paths) }
      return try SurveyReport.printNothing(format.eventFormat)
    }
    if let failedList { try refuse(failedList, over: [log.log] + findings.map(\.path)) }
    try requireRecording(findings)
    let log = try EventLog(path: log.log, access: .creating)
    let survey = Survey(
      plan: plan,
      settings: SurveySettings(
        channel: configuration.channels, site: configuration.deployment,
        timeZone: configuration.site.timeZone.value,
        jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, again: again,
        keepsDecisions: !options.changesRule),
      log: log)

    let interruption = Interruption()
    var bar = ProgressBar(width: Terminal.width)
    let start = ContinuousClock.now
    let summary = try withExtendedLifetime(interruption) {
      try survey.run(findings, cancellation: interruption.cancellation) { news in
        switch news {
        case .progress(let progress):
          bar.show(progress)
        case .failed(let failure):
          bar.clear()
          Terminal.complain(failure.error)
        case .shortened(let path, let lostSeconds):
          bar.clear()
          Terminal.complain(
            "earshot: \(path): breaks off or is damaged: \(decimal(lostSeconds, places: 1)) s of it "
              + "are a gap, the rest was analysed. Copy it from its card again for all of it.")
        }
      }
    }
    bar.clear()
    let elapsed = (ContinuousClock.now - start) / .seconds(1)

    let report = SurveyReport(
      summary: summary, plan: plan, log: log, paths: findings.map(\.path), elapsed: elapsed)
    // The work is done and in the log: of what can be told, one part does not hinder the other.
    let listed = Result { if let failedList { try write(summary.failures, to: failedList) } }
    let printed = Result { try report.print(format.eventFormat) }
    Terminal.complain(report.describe())
    try listed.get()
    try printed.get()
    if summary.isInterrupted { throw ExitCode(ExitStatus.interrupted.rawValue) }
    if !summary.failures.isEmpty { throw ExitCode(ExitStatus.inputsFailed.rawValue) }
  }

  /// A new log would hold nothing but a misspelt name.
  private func requireRecording(_ findings: [RecordingFinder.Finding]) throws {
    guard !exists(log.log), !findings.contains(where: { exists($0.path) }) else { return }
    for finding in findings {
      Terminal.complain(finding.problem ?? .sound(.missing(path: finding.path)))
    }
    throw ExitCode(ExitStatus.inputsFailed.rawValue)
  }

  private func listedFiles() throws -> [String] {
    guard let files else { return [] }
    do {
      return RecordingFinder.paths(
        inList: files == "-"
          ? try FileHandle.standardInput.readToEnd() ?? Data() : try contents(of: files))
    } catch {
      let place = files == "-" ? "standard input" : files
      throw UsageError("\(place): the list cannot be read: \(error.systemReason).")
    }
  }

  private func write(_ failures: [SurveySummary.Failure], to path: String) throws {
    // A list that a line feed in a name would break has zero bytes between its names.
    let end = failures.contains { $0.path.contains(where: \.isNewline) } ? "\0" : "\n"
    let list = try TextDestination(path: path)
    for failure in failures { try list.write(failure.path + end) }
    try list.finish()
  }
}

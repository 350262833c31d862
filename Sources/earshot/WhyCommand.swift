import ArgumentParser
import AudioFeatures
import AudioIO
import Configuration
import ContentDigest
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import Survey
import SystemFiles

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Explain what in a recording is an event, and what is none.",
    discussion: """
      Shows every candidate with its scores, window by window, and what the rule said of it. Scores \
      and rule are the log's if it has the recording, unless options say otherwise; else the \
      recording is listened to. Of a file that is gone the log tells what it has of its path.
      """)

  @Argument(help: "A recording.")
  var recording: String

  @Option(help: "Only what is heard at this time of the recording: 75, 1:15 or 0:01:15.")
  var at: RecordingTime?

  @Option(help: "Only this species, by common or scientific name.")
  var species: String?

  @OptionGroup var log: LogOptions
  @OptionGroup var options: SurveyOptions

  @Option(help: "The channel, counted from 1, or mix.")
  var channel: String?

  @Flag(help: "Listen to the recording even if the log has its scores.")
  var anew = false

  func run() throws {
    let configuration = try options.configuration(
      channel.map { [Override(key: "channel", text: $0, option: "--channel")] } ?? [])
    var plan = try configuration.plan()
    let stream = try configuration.stream
    let evidence: Evidence
    if !anew, let stored = try storedEvidence(plan, stream) {
      evidence = stored.evidence
      // Without options of its own the question is about the decision in the log.
      if !options.changesRule, let rule = stored.rule {
        plan = try AnalysisPlan(plan.bundle, step: plan.step, rule: rule)
      }
    } else {
      evidence = try Evidence(
        RecordingAnalysis(
          path: recording, stream: stream, plan: plan,
          timeZone: configuration.site.timeZone.value),
        unknownTo: !anew && exists(log.log) ? log.log : nil)
    }
    let inquiry = try Inquiry(plan: plan, evidence: evidence, at: at?.seconds, species: species)
    try Terminal.print(inquiry.lines)
  }

  private func storedEvidence(
    _ plan: AnalysisPlan, _ stream: ChannelStream
  ) throws -> (evidence: Evidence, rule: DetectionRule?)? {
    guard exists(log.log) else {
      // A log that is asked for by name is not passed over in silence.
      if log.log != LogOptions.usual { throw EventLogError.missing(path: log.log) }
      return nil
    }
    let log = try EventLog(path: log.log, access: .reading)
    let isGone = !exists(recording)
    guard let bundle = try log.bundle(digest: plan.bundle.digest),
      let sha256 = try isGone ? lastContent(in: log) : content(in: log),
      let analysis = try log.analysis(
        ofRecording: sha256, channel: AnalysedChannel(stream), bundle: bundle, step: plan.step)
    else { return nil }
    return (
      Evidence(
        sampleRate: analysis.sampleRate, frames: analysis.frames, timeline: analysis.timeline,
        windows: try log.windows(of: analysis.id),
        source: "the scores in \(log.path)" + (isGone ? "; the file itself is gone" : "")),
      try log.rule(of: analysis)
    )
  }

  /// The recording's SHA-256, by its path if the log knows that, else by reading it.
  private func content(in log: EventLog) throws -> String? {
    if let sha256 = try log.unchangedContent(of: recording) { return sha256 }
    return try? SHA256.hexadecimal(ofFile: recording)
  }

  /// What the log has of a file that is gone: what was there when it was seen last.
  private func lastContent(in log: EventLog) throws -> String? {
    guard case .recording(let sha256) = try log.file(at: absolutePath(recording))?.content else {
      return nil
    }
    return sha256
  }
}

extension SurveyOptions {
  /// Whether a rule is asked for; else what the log has keeps the rule that it was decided by.
  var changesRule: Bool {
    config != nil || analysis.threshold != nil || analysis.speciesList != nil
  }
}

extension SurveyConfiguration {
  /// - Throws: ``UsageError`` for more than one channel.
  fileprivate var stream: ChannelStream {
    get throws {
      switch channels {
      case .channel(let index): return .channel(index)
      case .mix: return .mix
      case .each: throw UsageError("`why` explains one channel: give its number, or mix.")
      }
    }
  }
}

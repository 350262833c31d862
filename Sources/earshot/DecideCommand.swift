import ArgumentParser
import EventLog
import SpeciesClassifier
import Survey

struct DecideCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Decide anew, by other settings, what of the stored scores is an event.",
    discussion: """
      Nothing is listened to again: a year of recordings takes seconds. The earlier decisions stay \
      in the log; the new one is the current one, which `earshot events` shows. A window in which \
      no class, not even a background, reaches the model's floor is not stored, so no threshold can be \
      set below it.
      """)

  @Argument(help: "Only recordings at or below these paths; all without any.")
  var paths: [String] = []

  @OptionGroup var log: LogOptions
  @OptionGroup var options: SurveyOptions

  func validate() throws {
    if options.analysis.overlap != nil {
      throw ValidationError("--overlap belongs to listening; stored scores keep theirs.")
    }
  }

  func run() throws {
    let plan = try options.configuration().plan()
    let log = try EventLog(path: log.log, access: .writing)
    guard let bundle = try log.bundle(digest: plan.bundle.digest) else {
      throw UsageError(
        "\(log.path): nothing was analysed with the model \(plan.bundle.path) as it is now. Give "
          + "the bundle that was used with --model.")
    }
    let decisions = try StoredDecisions(
      plan: plan, steps: try log.steps(ofAnalysesWith: bundle), log: log)
    var changed = 0
    var unchanged = 0
    do {
      for id in try log.analyses(under: paths.map(absoluteSource), bundle: bundle) {
        let analysis = try log.analysis(id)
        // Of several steps the one that is shown is decided, not those it took the place of.
        guard analysis.settingsDigest != nil else { continue }
        if try decisions.decide(analysis) { changed += 1 } else { unchanged += 1 }
      }
    } catch {
      Terminal.complain(
        "\(counted(changed, "analysis", "analyses")) decided anew before the error; the same command "
          + "goes on.")
      throw error
    }
    if !paths.isEmpty, changed + unchanged == 0 {
      throw UsageError(
        "\(log.path): no recording that the model \(plan.bundle.manifest.name) has heard lies at or "
          + "below \(paths.joined(separator: ", ")).")
    }

    let selection = EventSelection(
      log: log, filter: EventFilter(paths: paths.map(absoluteSource), bundle: bundle))
    try Terminal.print(SpeciesTable(try selection.counts()).lines)
    Terminal.complain(
      "\(counted(changed + unchanged, "analysis", "analyses")): \(changed) decided anew, \(unchanged) had been decided by "
        + "these settings.")
  }
}

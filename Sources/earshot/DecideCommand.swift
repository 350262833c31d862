import ArgumentParser
import EventLog
import SpeciesClassifier
import Survey

struct DecideCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Decide anew, by other settings, what of the stored scores is an event.",
    discussion: """
      Nothing is listened to again: a year of recordings takes seconds. What a station heard is decided \
      alike, but for the stream of each microphone that it is still hearing; --config takes its file too, \
      and then each input is decided by its own settings. The earlier decisions stay \
      in the log; the new one is the current one, which `earshot events` shows. A window in which \
      no class, not even a background, reaches the model's floor is not stored, so no threshold can be \
      set below it.
      """)

  @Argument(help: "Only recordings at or below these paths; all, and all streams, without any.")
  var paths: [String] = []

  @OptionGroup var log: LogOptions
  @OptionGroup var options: SurveyOptions

  func validate() throws {
    if options.analysis.overlap != nil {
      throw ValidationError("--overlap belongs to listening; stored scores keep theirs.")
    }
  }

  func run() throws {
    let plans = try DecisionPlans(options)
    guard plans.hasGeneral || paths.isEmpty else {
      throw UsageError(
        "\(paths[0]): a station's file has settings for its inputs, and none for recordings.")
    }
    let log = try EventLog(path: log.log, access: .writing)
    let models = try plans.models.compactMap { plan in
      try log.bundle(digest: plan.bundle.digest).map { (plan: plan, bundle: $0) }
    }
    guard !models.isEmpty else {
      throw UsageError(
        "\(log.path): nothing was analysed with the model \(plans.models[0].bundle.path) as it is "
          + "now. Give the bundle that was used with --model.")
    }
    var changed = 0
    var unchanged = 0
    var running = 0
    do {
      // First all rules: one that cannot be satisfied is refused before anything is decided.
      let decisions = try models.map {
        try plans.decisions(of: $0.bundle, digest: $0.plan.bundle.digest, in: log)
      }
      for (model, decisions) in zip(models, decisions) {
        if paths.isEmpty { running += try log.runningAnalyses(bundle: model.bundle) }
        for id in try log.analyses(under: paths.map(absoluteSource), bundle: model.bundle) {
          let analysis = try log.analysis(id)
          // Of several steps the one that is shown is decided, not those it took the place of.
          guard analysis.settingsDigest != nil, let own = decisions(analysis) else { continue }
          if try own.decide(analysis) { changed += 1 } else { unchanged += 1 }
        }
      }
    } catch {
      Terminal.complain(
        "\(counted(changed, "analysis", "analyses")) decided anew before the error; the same command "
          + "goes on.")
      throw error
    }
    if !paths.isEmpty, changed + unchanged == 0 {
      throw UsageError(
        "\(log.path): no recording that the model \(models[0].plan.bundle.manifest.name) has heard lies at or "
          + "below \(paths.joined(separator: ", ")).")
    }

    let selection = EventSelection(
      log: log,
      filter: EventFilter(
        paths: paths.map(absoluteSource), bundle: models.count == 1 ? models[0].bundle : nil))
    try Terminal.print(SpeciesTable(try selection.counts()).lines)
    Terminal.complain(
      "\(counted(changed + unchanged, "analysis", "analyses")): \(changed) decided anew, \(unchanged) had been decided by "
        + "these settings\(running > 0 ? "; \(running) still being heard" : "").")
  }
}

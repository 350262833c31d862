import ArgumentParser
import Embeddings
import Foundation
import HeadTraining
import LabelledSound
import SpeciesClassifier

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Make a model of one's own species from labelled clips.",
    discussion: """
      FOLDER holds a folder of clips for each species, in any format that earshot reads:

        clips/Corvus corax_Common raven/  Genus species_Common name, or any name
        clips/fox,owl/                    clips with both
        clips/-fox/                       no fox; of the others nothing is known
        clips/background/                 none of them: rain, cars, other animals

        earshot train clips -o Models/mine
        earshot classify --model Models/mine --log mine.sqlite card/

      The backbone of a model that is there already stays as it is; a small head is fitted to what \
      it makes of the clips and of noisy copies of them, in about a minute. Figures are cross-validated: clips of \
      one recording are never on both sides. Which recording a clip was cut from is told by its name, by \
      --recording-pattern, or by the listing. A listing (CSV with the columns file and class, and \
      perhaps recording, fold, start and end) may stand in the place of FOLDER.

      A class needs two clips at least, better twenty from several recordings. `earshot search` finds \
      more from one. What cannot be read is named, and the command ends with 1; the model is there all the same.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

  @Argument(help: "A folder of folders of clips, or a listing (CSV).")
  var clips: String

  @Option(name: [.short, .long], help: "The new model's folder; its name is the model's.")
  var output: String

  @Option(
    help: "Path or name of the model bundle whose backbone is used; the default model without.")
  var backbone: String?

  @Option(
    help: ArgumentHelp(
      "Bundles for the cross-validation that have not seen the fold that {fold} stands for.",
      valueName: "cv/fold-{fold}"))
  var foldBackbones: String?

  @Option(help: "Clips without any of the species, whatever their folders or classes are called.")
  var background: String?

  @Option(help: "A regular expression with one group: the recording's name in a clip's.")
  var recordingPattern: String?

  @Option(help: "Units of a hidden layer, for many clips; none without.")
  var hidden: Int?

  @Option(help: "Noisy, shifted, louder or quieter copies of each clip.")
  var copies = TrainingSettings().copies

  @Option(help: "Parts of the cross-validation, where the listing has none.")
  var folds = TrainingSettings().folds

  @Option(help: "Of the clips that reach a threshold this share shall be right.")
  var precision = TrainingSettings().precision

  @Option(help: "Decides what is drawn; the same clips and seed give the same model.")
  var seed = TrainingSettings().seed

  @Option(help: "The channel of the clips, counted from 1, or mix.")
  var channel = ChannelArgument.first

  @Option(help: "Clips at the same time; the number of cores without.")
  var jobs: Int?

  @Flag(help: "Replace a model of that name.")
  var replace = false

  @Option(help: "How the figures are printed.")
  var format = Format.table

  func validate() throws {
    if let hidden, !(1...512).contains(hidden) {
      throw ValidationError("--hidden must be from 1 to 512, not \(hidden).")
    }
    guard (0...20).contains(copies) else {
      throw ValidationError("--copies must be from 0 to 20, not \(copies).")
    }
    guard (2...20).contains(folds) else {
      throw ValidationError("--folds must be from 2 to 20, not \(folds).")
    }
    guard precision > 0, precision <= 1 else {
      throw ValidationError("--precision must be above 0 and at most 1, not \(precision).")
    }
    if let jobs, !(1...512).contains(jobs) {
      throw ValidationError("--jobs must be from 1 to 512, not \(jobs).")
    }
    if let foldBackbones, !foldBackbones.contains("{fold}") {
      throw ValidationError("--fold-backbones must hold {fold}, for which each fold's name stands.")
    }
  }

  func run() throws {
    try TrainedHead.checkTarget(output, replaces: replace)
    let start = ContinuousClock.now
    let bundle = try ModelLocation.bundle(named: backbone)
    let key = try recordingPattern.map(RecordingKey.init(pattern:)) ?? .byName
    let set = try LabelledSet(path: clips, key: key, meaning: .clips)
    var training = HeadTraining(set, backbone: try Embedder(bundle), settings: settings)
    training.backgrounds = try background.map {
      try LabelledSet(path: $0, key: key, meaning: .clips)
    }
    try LabelOptions.refuse(
      recordingPattern, thatFitsNoneOf: [set] + (training.backgrounds.map { [$0] } ?? []))
    if let foldBackbones {
      let clips = set.clips + (training.backgrounds?.clips ?? [])
      for fold in Set(clips.compactMap(\.fold)).sorted() {
        let path = foldBackbones.replacing("{fold}", with: fold)
        training.foldBackbones[fold] = try Embedder(ModelLocation.bundle(named: path))
      }
      if training.foldBackbones.isEmpty {
        throw TrainingError.noFolds(path: self.clips, clip: nil)
      }
    }
    var bar = ProgressBar(width: Terminal.width)
    let trained = try training.run { bar.show($0) }
    bar.clear()
    let written = try trained.write(to: output, replaces: replace)
    let report = TrainingReport(
      trained, path: output, digest: written.digest,
      seconds: (ContinuousClock.now - start) / .seconds(1))
    switch format {
    case .table: try Terminal.print(report.lines)
    case .json: try Terminal.print(jsonLines(report))
    }
    try tellFailures(trained.notes)
  }

  /// Names what could not be used for what is wrong with it, and what could only in part.
  /// - Throws: The status with which the command ends where a file was not used.
  private func tellFailures(_ notes: [TrainingNote]) throws(ExitCode) {
    var hasFailed = false
    for note in notes {
      switch note {
      case .leftOut, .unreadable: hasFailed = true
      case .damaged: break
      default: continue
      }
      Terminal.complain("earshot: \(note)")
    }
    if hasFailed { throw ExitCode(ExitStatus.inputsFailed.rawValue) }
  }

  private var settings: TrainingSettings {
    var settings = TrainingSettings()
    settings.seed = seed
    settings.hiddenUnits = hidden
    settings.copies = copies
    settings.folds = folds
    settings.precision = precision
    settings.stream = channel.stream
    settings.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    return settings
  }
}

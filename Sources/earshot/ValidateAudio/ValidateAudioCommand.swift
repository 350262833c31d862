import ArgumentParser
import AudioValidation
import Evaluation
import Foundation

extension ValidateCommand {
  struct Audio: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "audio",
      abstract: "Labelled sound: how well does a model hear, and how sure is that?",
      discussion: """
        SET is a folder with a folder for each class (Genus species_Common name, or any name; A,B \
        holds clips with both, -A clips without A, background and noise what is none of the classes), a \
        listing (CSV with file and class, and perhaps recording, fold, start and end), or recordings with \
        a truth of events (truth.csv with file, start_s, end_s and class, or Raven's selection tables beside \
        them).

        Of clips it tells average precision, AUROC, precision, recall and F1 at the stored thresholds, \
        accuracy, confusion and calibration; of recordings which events the detection rule finds. Bounds \
        hold 95 of 100 resamplings, which draw whole recordings: clips of one recording are told by the \
        listing's column recording, source or src_clip_id, by names of ESC-50, Xeno-canto, earshot and \
        recorders, or by --recording-pattern.

        A label that the model does not know counts as a clip without any class, and is named; --closed \
        leaves such clips out and tells apart only the classes that are there. int8 and fp32 are judged \
        side by side, on the same images.

        --pool, --trim, --closed and --robustness are of clips, --iou, --collar, --apart, --config and \
        --threshold of events. What breaks off or is damaged is judged by what is left, and named; the \
        exit status is then 1.

        With {fold} in --model each clip is judged by the bundle of its own fold, which has not seen it:

          earshot validate audio esc10/meta.csv --closed --model 'cv/fold-{fold}'

        Several --model, such as seeds, are told with mean and standard deviation.
        """)

    @Argument(help: "A folder or a table of labelled sound.")
    var set: String

    @Option(
      help: """
        Path or name of a model bundle; {fold} in it is each clip's fold. May be given several times.
        """)
    var model: [String] = []

    @Option(
      help: """
        A checkpoint (.npz) with the float weights as they were trained, for fp32; {fold} as in --model. \
        Once, or once for each --model. Without, fp32 are the real numbers that the integers stand for.
        """)
    var weights: [String] = []

    @Option(
      help: "What the checkpoint's batch normalisation adds to each variance (default: 1e-5).")
    var epsilon: Double?

    @Option(help: "The numbers in which the network is computed.")
    var precision = Precision.both

    @Option(
      name: .customLong("class"),
      help:
        "LABEL=CLASS: what the set calls LABEL is the model's CLASS. May be given several times.")
    var classes: [String] = []

    @Flag(
      help:
        "Leaves out clips with labels that the model lacks; tells apart the classes that are there."
    )
    var closed = false

    @Option(
      help: """
        How the scores of a clip's windows become one: their mean, the highest, or the score of the mean \
        logit (default: mean).
        """)
    var pool: Pool?

    @Option(
      parsing: .unconditional,
      help: "Seconds that neighbouring windows share; the model's own without.")
    var overlap: Double?

    @Flag(help: "Cuts the digital silence before and behind each clip's sound, as training does.")
    var trim = false

    @Option(help: "The channel of the clips or recordings, counted from 1, or mix.")
    var channel = ChannelArgument.first

    @OptionGroup(title: "Labels") var labels: LabelOptions
    @OptionGroup(title: "Events") var events: EventToleranceOptions
    @OptionGroup(title: "Robustness") var robustness: RobustnessOptions

    @Option(help: "Resamplings for the bounds; 0 for none.")
    var resamplings = ClusterBootstrap.standardCount

    @Option(help: "Decides the resamplings, and the noise of --robustness.")
    var seed: UInt64 = 1

    @Option(help: "Clips at the same time; the number of cores without.")
    var jobs: Int?

    @Option(help: "How the result is printed.")
    var format = TextFormat.table

    @Option(
      name: [.short, .long],
      help: "A folder for report.json, scores.csv and plots (PNG); made if it is not there.")
    var output: String?

    enum Pool: String, ExpressibleByArgument, CaseIterable { case mean, max, logits }
    enum Precision: String, ExpressibleByArgument, CaseIterable { case int8, fp32, both }
    enum TextFormat: String, ExpressibleByArgument, CaseIterable { case table, json }

    func validate() throws {
      if model.isEmpty { throw ValidationError("Name a model with --model.") }
      if weights.count > 1, weights.count != model.count {
        throw ValidationError("--weights: give one for all models, or one for each --model.")
      }
      if !weights.isEmpty, precision == .int8 {
        throw ValidationError("--weights are of float32: leave out --precision int8.")
      }
      if epsilon != nil, weights.isEmpty {
        throw ValidationError("--epsilon belongs to a checkpoint: name one by --weights.")
      }
      if let epsilon, !(epsilon.isFinite && epsilon >= 0) {
        throw ValidationError("--epsilon \(epsilon): it is zero or more.")
      }
      if !(0...1_000_000).contains(resamplings) {
        throw ValidationError("--resamplings must be from 0 to 1000000, not \(resamplings).")
      }
      if let jobs, !(1...512).contains(jobs) {
        throw ValidationError("--jobs must be from 1 to 512, not \(jobs).")
      }
    }

    func run() throws { try AudioValidationRun(self).run() }

    var formats: [NumberFormat] {
      switch precision {
      case .int8: [.int8]
      case .fp32: [.fp32]
      case .both: [.int8, .fp32]
      }
    }

    var pooling: Pooling {
      switch pool {
      case .mean, nil: .mean
      case .max: .max
      case .logits: .logits
      }
    }

    /// The options that were given and are of clips alone.
    var givenForClips: [String] {
      [("--pool", pool != nil), ("--trim", trim), ("--closed", closed)].filter { $0.1 }.map { $0.0 }
    }

    var threads: Int { jobs ?? ProcessInfo.processInfo.activeProcessorCount }
  }
}

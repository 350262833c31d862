import ArgumentParser
import AudioFeatures
import AudioIO
import AudioValidation
import Configuration
import EventDetection
import Foundation
import LabelledSound
import QuantizedInference
import SoundDegradation
import SpeciesClassifier
import Survey

/// One call of `earshot validate audio`.
struct AudioValidationRun {
  private let command: ValidateCommand.Audio

  init(_ command: ValidateCommand.Audio) { self.command = command }

  func run() throws {
    let output = try command.output.map(AudioValidationOutput.init)
    let set = try command.labels.set(at: command.set)
    let work = AudioWork()
    for problem in set.leftOut { work.fail(problem.description) }
    for repetition in set.repetitions where repetition.isContradictory {
      work.warn("\(repetition)")
    }
    let analysis =
      set.recordings.isEmpty ? try judgeClips(of: set, work) : try judgeEvents(of: set, work)
    work.clear()
    // What cannot be drawn is printed before, and what nobody reads from a pipe is written all the same.
    let printing = Result { try print(analysis.report) }
    try output?.write(analysis)
    try printing.get()
    try work.end()
  }

  private func print(_ report: ValidationReport) throws {
    switch command.format {
    case .table: try Terminal.print(AudioValidationTables(report).lines)
    case .json: try Terminal.print(jsonLines(report))
    }
  }

  /// - Throws: ``UsageError`` for an option that says nothing of what is judged.
  private func refuseOptions(_ options: [String], of kind: String, for other: String)
    throws(UsageError)
  {
    guard let option = options.first else { return }
    throw UsageError(
      "\(option) is of \(kind), and \(command.set) holds \(other): leave it out, or say with --rows what a "
        + "table's rows are.")
  }

  private var options: ValidationAnalysis.Options {
    .init(isClosed: command.closed, resamplings: command.resamplings, seed: command.seed)
  }

  private func judgeClips(of set: LabelledSet, _ work: AudioWork) throws -> ValidationAnalysis {
    try refuseOptions(command.events.given, of: "events", for: "clips")
    let folds = Array(Set(set.clips.compactMap(\.fold)))
    if let clip = set.clips.first(where: { $0.fold == nil }),
      command.model.contains(where: { $0.contains(JudgedModel.foldMark) })
    {
      throw AudioValidationError.noFold(clip: clip.path)
    }
    let models = try command.model.indices.map { try model($0, folds: folds) }
    let bundle = models[0].first.bundle
    let map = try labelMap(bundle, of: set)
    let truth = try ClipTruth(
      set, map: map, classCount: bundle.classes.count, isClosed: command.closed)
    if truth.clips.isEmpty || truth.present.isEmpty {
      throw AudioValidationError.nothingKnown(
        labels: set.labels.map(\.commonName), classes: bundle.classes.map(\.taxon.commonName))
    }
    let judgement = try ClipJudgement(
      models: models, clips: truth.clips,
      settings: .init(
        pooling: command.pooling, overlap: command.overlap, stream: command.channel.stream,
        isTrimmed: command.trim, jobs: command.threads, seed: command.seed,
        backgrounds: try backgrounds(work)))
    let conditions = command.robustness.robustness ? try conditions(bundle) : [nil]
    work.begin(truth.clips.count)
    let outcome = try judgement.run(conditions: conditions, stop: work.stop) { clip, problem in
      work.finish(problem)
    }
    try work.leaveIfInterrupted()
    return ValidationAnalysis(
      set: set, truth: truth, judgement: judgement, outcome: outcome, conditions: conditions,
      options: options)
  }

  private func judgeEvents(of set: LabelledSet, _ work: AudioWork) throws -> ValidationAnalysis {
    guard command.model.count == 1, !command.model[0].contains(JudgedModel.foldMark) else {
      throw UsageError("Events are judged by one model: give one --model, without {fold}.")
    }
    if command.robustness.robustness {
      throw UsageError("--robustness is of clips: cut the recordings to clips, or leave it out.")
    }
    try refuseOptions(command.givenForClips, of: "clips", for: "events")
    let model = try model(0, folds: [])
    let plan = try plan(model.first.bundle)
    let judgement = try EventJudgement(
      plan: plan, judged: model.first, recordings: set.recordings,
      map: try labelMap(model.first.bundle, of: set), stream: command.channel.stream,
      joinsLabels: !command.events.apart)
    let events = set.recordings.reduce(0) { $0 + $1.events.count }
    if events > 0, judgement.unknownLabels.reduce(0, { $0 + $1.events }) == events {
      throw AudioValidationError.nothingKnown(
        labels: set.labels.map(\.commonName),
        classes: model.first.bundle.classes.map(\.taxon.commonName))
    }
    work.begin(set.recordings.count)
    let outcome = try judgement.run(jobs: command.threads, stop: work.stop) { name, problem in
      work.finish(problem)
    }
    try work.leaveIfInterrupted()
    return ValidationAnalysis(
      set: set, events: judgement, outcome: outcome, tolerance: command.events.tolerance,
      model: model.name, options: options)
  }

  private func plan(_ bundle: ModelBundle) throws -> AnalysisPlan {
    let overrides = [
      command.overlap.map { Override(key: "overlap", text: "\($0)", option: "--overlap") },
      command.events.threshold.map {
        Override(key: "detection.threshold", text: $0, option: "--threshold")
      },
    ].compactMap { $0 }
    let configuration =
      try command.events.config.map {
        try SurveyConfiguration(contentsOf: $0, overrides: overrides)
      } ?? SurveyConfiguration(overrides: overrides)
    return try configuration.analysis.plan(with: bundle)
  }

  private func model(_ index: Int, folds: [String]) throws -> JudgedModel {
    let weights =
      command.weights.isEmpty ? nil : command.weights[command.weights.count == 1 ? 0 : index]
    return try JudgedModel(name: command.model[index], folds: folds) { fold in
      func named(_ name: String) -> String { name.replacing(JudgedModel.foldMark, with: fold) }
      let bundle = try ModelLocation.bundle(named: named(command.model[index]))
      do {
        let checkpoint = try weights.map {
          try Checkpoint(
            contentsOf: named($0), epsilon: command.epsilon ?? Checkpoint.defaultEpsilon)
        }
        return try JudgedBundle(bundle, weights: checkpoint, formats: command.formats)
      } catch let error as ModelError {
        throw ModelLocation.named(error, bundle.path)
      }
    }
  }

  private func labelMap(_ bundle: ModelBundle, of set: LabelledSet) throws -> LabelMap {
    let labels = set.labels
    var renamed: [(label: SoundLabel, className: String)] = []
    for text in command.classes {
      let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard halves.count == 2, let label = SoundLabel(halves[0]) else {
        throw UsageError("--class \"\(text)\": give LABEL=CLASS, such as \"American Crow=crow\".")
      }
      guard labels.contains(label) else {
        throw UsageError(
          "--class \"\(text)\": nothing is labelled \(label). The labels are: "
            + labels.map(\.commonName).joined(separator: ", ") + ".")
      }
      renamed.append((label, halves[1]))
    }
    return try LabelMap(classes: bundle.classes.map(\.taxon), renamed: renamed)
  }

  private func conditions(_ bundle: ModelBundle) throws -> [Degradation?] {
    let settings = bundle.manifest.frontEnd
    let rate = Double(settings.sampleRate)
    let step = try command.overlap.map { try bundle.step(overlap: $0) } ?? bundle.defaultStep
    return Robustness.conditions(
      hop: Double(settings.hop) / rate, step: Double(step) / rate,
      hasBackgrounds: command.robustness.noise != nil)
  }

  /// Of many recordings some, spread over the folder.
  private func backgrounds(_ work: AudioWork) throws -> [Degrader.Background] {
    guard let folder = command.robustness.noise else { return [] }
    let finder = RecordingFinder(recursive: true)
    let found = finder.find([folder]).filter { $0.problem == nil }
    guard !found.isEmpty else { throw finder.nothingFound(in: [folder]) }
    let count = min(found.count, 60)
    var backgrounds: [Degrader.Background] = []
    for index in 0..<count {
      let path = found[index * found.count / count].path
      do throws(AudioError) {
        var reader = try ChannelReader(SoundFile(path: path), .channel(0))
        let samples = try reader.samples(atMost: 10 * reader.sampleRate)
        if let damage = reader.file.damage { work.fail("\(path): is damaged: \(damage).") }
        backgrounds.append(.init(samples: samples, sampleRate: reader.sampleRate))
      } catch {
        work.fail(error.description)
      }
    }
    return backgrounds
  }
}

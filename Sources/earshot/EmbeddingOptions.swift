import ArgumentParser
import Embeddings
import Foundation
import SpeciesClassifier

/// What commands have in common that look at windows by their embeddings.
struct EmbeddingOptions: ParsableArguments {
  @Option(help: "Path or name of a model bundle; the default model without.")
  var model: String?

  @Option(
    parsing: .unconditional,
    help: "Seconds that neighbouring windows share; the model's own without.")
  var overlap: Double?

  @Option(help: "The channel, counted from 1, or mix.")
  var channel = ChannelArgument.first

  @Flag(help: "Read folders inside folders too.")
  var recursive = false

  @Option(help: "Recordings at the same time; the number of cores without.")
  var jobs: Int?

  func validate() throws {
    if let jobs, !(1...512).contains(jobs) {
      throw ValidationError("--jobs must be from 1 to 512, not \(jobs).")
    }
  }

  /// The work on recordings, and with which model.
  func work() throws -> EmbeddingWork {
    let bundle = try ModelLocation.bundle(named: model)
    return EmbeddingWork(
      try Embedder(bundle), stream: channel.stream,
      step: try overlap.map { (seconds) in try bundle.step(overlap: seconds) }
        ?? bundle.defaultStep,
      jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
  }
}

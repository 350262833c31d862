import ArgumentParser
import Embeddings
import Foundation
import NumpyFormat
import Survey

struct EmbedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed",
    abstract: "Write what a model makes of each window, before it decides on a class.",
    discussion: """
      Windows that sound alike have embeddings that lie near each other, also of species that the model \
      does not know: for clustering, for searching, for a classifier of one's own.

        earshot embed card/ -o card

      writes card.npy, float32 of shape [windows, values], and card.csv, which says for each row of it \
      where the window lies: recording, start_s, end_s. In Python:

        values, windows = numpy.load("card.npy"), pandas.read_csv("card.csv")

      Parquet is not written; windows.to_parquet() makes it of these. `earshot search` and `earshot \
      train` need no such files: they read recordings.
      """)

  @Argument(help: "Recordings, or folders of them.")
  var inputs: [String]

  @Option(
    name: [.short, .long], help: "The files' name: NAME.npy and NAME.csv are written.")
  var output: String

  @OptionGroup var options: EmbeddingOptions

  func run() throws {
    let work = try options.work()
    let finder = RecordingFinder(recursive: options.recursive)
    let findings = finder.find(inputs)
    if findings.isEmpty { throw finder.nothingFound(in: inputs) }
    let paths = EmbeddingFiles.paths(of: output)
    for path in [paths.values, paths.index] { try refuse(path, over: findings.map(\.path)) }
    let files = try EmbeddingFiles(name: output, of: work.embedder)
    var progress = EmbeddingProgress(total: findings.count)
    try work.run(findings, stop: progress.stop) { finding, result in
      if let recording = progress.take(finding.path, result) { try files.append(recording) }
    }
    progress.clear()
    if progress.done < findings.count { try progress.end() }
    try files.finish()
    Terminal.complain(
      "\(counted(files.count, "window")) of \(work.embedder.valueCount) values to \(paths.values), "
        + "where they lie to \(paths.index); \(progress.speed)")
    try progress.end()
  }
}

import ArgumentParser
import AudioIO
import Embeddings
import EventLog
import Foundation
import Survey
import SystemFiles

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find the moments that sound most like an example.",
    discussion: """
      Every window of the recordings is compared with the example by the cosine between their \
      embeddings, and the most similar are listed; windows beside a better one are left out, so \
      that each line is another moment. To gather examples of a species that no model knows yet:

        earshot search jay.wav card/ --recursive --clips found/

      then listen to found/, and move what is right into a folder of the species' name: `earshot \
      train` makes a model of such folders. An event log may stand in the place of a folder: the \
      recordings and kept clips that it tells of are searched.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, csv, json }

  /// How the windows of an example count.
  enum Pool: String, ExpressibleByArgument, CaseIterable {
    case best, mean

    var pooling: SoundQuery.Pooling {
      switch self {
      case .best: .best
      case .mean: .mean
      }
    }
  }

  @Argument(help: "The example: a recording.")
  var query: String

  @Argument(help: "Recordings, folders of them, or event logs.")
  var places: [String]

  @Option(help: "Where in the example the sound begins: 75, 1:15 or 0:01:15.")
  var from: RecordingTime?

  @Option(help: "Where it ends.")
  var until: RecordingTime?

  @Option(help: "Of several windows in the example the most similar counts, or their mean.")
  var pool = Pool.best

  @Option(help: "How many moments are listed.")
  var top = 20

  @Option(help: "A folder for the moments as FLAC files.")
  var clips: String?

  @Option(help: "Seconds that a clip has before and after its window.")
  var margin = 0.5

  @Option(help: "How the moments are printed.")
  var format = Format.table

  @OptionGroup var options: EmbeddingOptions

  func validate() throws {
    guard top > 0 else { throw ValidationError("--top must be at least 1, not \(top).") }
    guard (0...60).contains(margin) else {
      throw ValidationError("--margin must be from 0 to 60 seconds.")
    }
    if let until, until.seconds <= from?.seconds ?? 0 {
      throw ValidationError("--until must be later than --from.")
    }
  }

  func run() throws {
    let work = try options.work()
    let isPart = from != nil || until != nil
    let query = try SoundQuery(
      path: query, stream: options.channel.stream,
      seconds: isPart ? (from?.seconds ?? 0)..<(until?.seconds ?? .infinity) : nil,
      pooling: pool.pooling,
      of: work.embedder)
    let findings = try findings()
    var search = SimilaritySearch(query)
    var progress = EmbeddingProgress(total: findings.count)
    try work.run(findings, stop: progress.stop) { finding, result in
      if let recording = progress.take(finding.path, result) { search.look(through: recording) }
    }
    progress.clear()
    let matches = search.best(top)
    let files = try written(matches)
    try print(matches, files)
    Terminal.complain(
      "\(counted(search.windowCount, "window")) of \(counted(findings.count, "recording")); "
        + progress.speed)
    try progress.end()
  }

  /// What is to be searched, by path.
  private func findings() throws -> [RecordingFinder.Finding] {
    var paths: [String] = []
    for place in places {
      if EventLog.isDatabase(place) {
        let log = try EventLog(path: place, access: .reading)
        paths += try log.soundFiles()
      } else {
        paths.append(place)
      }
    }
    let finder = RecordingFinder(recursive: options.recursive)
    let findings = finder.find(paths)
    if findings.isEmpty { throw finder.nothingFound(in: places) }
    return findings
  }

  /// Writes the clips, if they are wished.
  /// - Returns: Their paths, for each match.
  private func written(_ matches: [SimilaritySearch.Match]) throws -> [String?] {
    guard let clips else { return matches.map { _ in nil } }
    try makeFolder(clips)
    let names = shortestNames(Set(matches.map(\.path)))
    return try matches.map { match in
      try match.writeClip(
        named: names[match.path] ?? match.path, in: clips, margin: margin,
        stream: options.channel.stream, query: query)
    }
  }

  private func print(_ matches: [SimilaritySearch.Match], _ files: [String?]) throws {
    let report = SearchReport(matches, clips: files)
    switch format {
    case .table: try Terminal.print(report.table)
    case .csv: try Terminal.print(report.csv)
    case .json: try Terminal.print(jsonLines(report.rows))
    }
  }
}

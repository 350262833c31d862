import AudioValidation
import EventLog
import Foundation
import Pictures
import SystemFiles

/// The folder that `earshot validate audio --output` fills.
struct AudioValidationOutput {
  let folder: String

  /// Makes the folder, so that hours of work do not end where it cannot be written.
  init(folder: String) throws(OutputError) {
    try makeFolder(folder)
    guard isWritable(folder) else { throw OutputError(folder, POSIXError(.EACCES)) }
    self.folder = folder
  }

  func write(_ analysis: ValidationAnalysis) throws {
    // What an earlier report left would seem to be of this one.
    for name in ValidationPlots.names + ["scores.csv"] {
      let path = folder + "/" + name
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      guard attributes?[.type] as? FileAttributeType == .typeRegular else { continue }
      try? FileManager.default.removeItem(atPath: path)
    }
    let report = try TextDestination(path: folder + "/report.json")
    try report.write(lines: jsonLines(analysis.report))
    try report.finish()
    if !analysis.report.models.isEmpty { try writeScores(of: analysis) }
    for picture in try ValidationPlots(analysis).all() {
      let path = folder + "/" + picture.name
      do {
        try WholeFile.write(Data(picture.bytes), to: path)
      } catch {
        throw OutputError(path, error)
      }
    }
  }

  private func writeScores(of analysis: ValidationAnalysis) throws {
    let csv = try TextDestination(path: folder + "/scores.csv")
    let formats = analysis.report.formats.map(\.rawValue)
    try csv.write(
      CSVWriter.line(
        ["model", "clip", "recording", "fold", "class", "truth", "threshold"] + formats))
    try analysis.forEachScore { row in
      // Doubles as they are, so that whoever computes with them computes with the same.
      try csv.write(
        CSVWriter.line(
          [
            row.model, row.clip, row.recording, row.fold ?? "", row.className,
            row.truth.map { $0 ? "1" : "0" } ?? "", "\(row.threshold)",
          ] + row.scores.map { "\($0)" }))
    }
    try csv.finish()
  }
}

import ArgumentParser
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import Survey

/// What `earshot classify` prints when it is done: the events on standard output, and how the survey
/// went.
struct SurveyReport {
  let summary: SurveySummary
  let plan: AnalysisPlan
  let log: EventLog
  /// Of the recordings found; at least one, since without paths a selection would be all of the log.
  let paths: [String]
  /// Seconds.
  let elapsed: Double

  /// More events than a person reads are shown as numbers.
  private static let longestTable = 200

  /// What is printed where there was nothing to do.
  static func printNothing(_ format: EventFormat) throws {
    let destination = try TextDestination(path: nil)
    if let writer = format.writer() {
      try destination.write(writer.head + writer.tail)
    } else {
      try destination.write(lines: EventTable().lines)
    }
    try destination.finish()
    Terminal.complain("No recordings were named.")
  }

  func print(_ format: EventFormat) throws {
    let destination = try TextDestination(path: nil)
    let selection = EventSelection(
      log: log,
      filter: EventFilter(
        paths: paths.map(absolutePath), bundle: try log.bundle(digest: plan.bundle.digest),
        order: .file))
    if let writer = format.writer() {
      try selection.write(as: writer, destination.write)
    } else {
      try destination.write(lines: table(selection))
    }
    try destination.finish()
  }

  private func table(_ selection: EventSelection) throws -> [String] {
    let counts = try selection.counts()
    let total = counts.reduce(0) { $0 + $1.events }
    if total > Self.longestTable {
      return SpeciesTable(counts).lines
        + ["\(total) events; `earshot events --log \(log.path)` lists them."]
    }
    var table = EventTable()
    try selection.forEachEvent { table.add($0) }
    return table.lines
  }

  /// The lines about the survey.
  func describe() -> [String] {
    var lines: [String] = []
    var parts = ["\(summary.analysed) analysed"]
    if summary.known > 0 {
      var known = "\(summary.known) in the log already"
      let changes = [
        summary.decidedAnew > 0 ? "\(summary.decidedAnew) decided anew" : nil,
        summary.placedAnew > 0 ? "\(summary.placedAnew) with another site or time zone" : nil,
      ].compactMap(\.self)
      if !changes.isEmpty { known += " (\(changes.joined(separator: ", ")))" }
      parts.append(known)
    }
    if !summary.failures.isEmpty { parts.append("\(summary.failures.count) failed") }
    lines.append(
      "\(counted(summary.found, "recording")): "
        + parts.joined(separator: ", ") + ".")
    if summary.analysed > 0 {
      let events = summary.events.reduce(0) { $0 + $1.events }
      var line =
        "\(clockTime(summary.seconds)) of sound in \(decimal(elapsed, places: 1)) s, "
        + "\(decimal(summary.seconds / elapsed, places: 0)) times real time; "
        + "\(counted(events, "new event"))"
      if summary.gapSeconds >= 0.05 {
        line +=
          "; \(decimal(summary.gapSeconds, places: 1)) s not analysed (damaged, or shorter than a "
          + "window)"
      }
      lines.append(line + ".")
    }
    if summary.decidedOtherwise > 0 {
      lines.append(
        "\(summary.decidedOtherwise) of those in the log already keep a decision by other settings; "
          + "`earshot decide` decides them by these.")
    }
    if summary.isInterrupted {
      lines.append("Interrupted. What is analysed is in the log; the same command goes on.")
    }
    if !summary.failures.isEmpty {
      lines.append("Failed:")
      lines += summary.failures.prefix(20).map { "  " + $0.path }
      if summary.failures.count > 20 {
        lines.append("  and \(summary.failures.count - 20) more; --failed-list writes them all")
      }
    }
    lines.append("Log: \(log.path)")
    return lines
  }
}

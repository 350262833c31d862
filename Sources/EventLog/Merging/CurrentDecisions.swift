import GRDB

/// Which decisions about a recording are shown, when two logs show different ones.
///
/// A log that knows of both has chosen between them, and the one that knows of one has not: the choice of the
/// former holds. Where each knows only of its own, the larger step or digest of settings decides, so that
/// both come to the same. Where both know of both, this log's choice stays.
struct CurrentDecisions {
  /// A model's passes over a channel, at whatever steps: one decision at most is shown of all.
  struct Group: Hashable {
    let channel: Int
    let bundle: Int64
  }

  struct Decision {
    let id: Int64
    let analysis: Int64
    let step: Int
    let settings: String
  }

  private let theirs: [Group: Decision]
  private let ours: [Group: Decision]
  /// From decisions of the other log to those of this one, and back.
  private var matches: [Int64: (id: Int64, analysis: Int64, wasKnown: Bool)] = [:]
  private var known: Set<Int64> = []
  /// Analyses of this log whose decisions are not shown.
  private var superseded: Set<Int64>

  init(theirs: [Group: Decision], ours: [Group: Decision], superseded: Set<Int64>) {
    self.theirs = theirs
    self.ours = ours
    self.superseded = superseded
  }

  mutating func match(theirs: Int64, ours: Int64, of analysis: Int64, wasKnown: Bool) {
    matches[theirs] = (ours, analysis, wasKnown)
    if wasKnown { known.insert(ours) }
  }

  /// An analysis of this log is superseded, as it is in the other.
  mutating func supersede(_ analysis: Int64) { superseded.insert(analysis) }

  func apply(_ db: Database) throws {
    for analysis in superseded {
      try db.execute(
        sql: "UPDATE decision SET current = 0 WHERE analysis = ? AND current = 1",
        arguments: [analysis])
    }
    for (group, their) in theirs {
      guard let match = matches[their.id], !superseded.contains(match.analysis) else { continue }
      let own = ours[group].flatMap { superseded.contains($0.analysis) ? nil : $0 }
      guard own?.id != match.id, isShown(their, match.wasKnown, insteadOf: own) else {
        continue
      }
      if let own {
        try db.execute(sql: "UPDATE decision SET current = 0 WHERE id = ?", arguments: [own.id])
      }
      try db.execute(sql: "UPDATE decision SET current = 1 WHERE id = ?", arguments: [match.id])
    }
  }

  private func isShown(
    _ their: Decision, _ isKnownHere: Bool, insteadOf own: Decision?
  ) -> Bool {
    // One that is known and shown no more was given up here.
    guard let own else { return !isKnownHere }
    guard !isKnownHere else { return false }
    guard !known.contains(own.id) else { return true }
    return (their.step, their.settings) > (own.step, own.settings)
  }
}

extension LogMerging {
  func currentDecisions(
    of analyses: [MergedAnalysis]
  ) throws -> [CurrentDecisions.Group: CurrentDecisions.Decision] {
    try reading { try Self.currentDecisions(of: analyses, source) }
  }

  static func currentDecisions(
    of analyses: [MergedAnalysis], _ db: Database
  ) throws -> [CurrentDecisions.Group: CurrentDecisions.Decision] {
    try analyses.reduce(into: [:]) { decisions, analysis in
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT decision.id, digest FROM decision JOIN settings ON settings.id = decision.settings
            WHERE analysis = ? AND current = 1
            """), arguments: [analysis.id])
      guard let row else { return }
      let group = CurrentDecisions.Group(channel: analysis.channel, bundle: analysis.bundle)
      decisions[group] = CurrentDecisions.Decision(
        id: try row.decode(forColumn: "id"), analysis: analysis.id, step: analysis.step,
        settings: try row.decode(forColumn: "digest"))
    }
  }
}

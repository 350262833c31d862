public import EventDetection
import GRDB

extension EventLog {
  /// What a station's inputs heard in a span of time and the rule rejected, by input and cause: as many runs
  /// of windows as began in it.
  /// - Parameters:
  ///   - from: Microseconds since 1970 UTC.
  ///   - until: The same.
  public func candidateTotals(
    from: Int64, until: Int64
  ) throws(EventLogError) -> [String: [Candidate.Cause: Int]] {
    guard from < until else { return [:] }
    return try read { db in
      // Candidates have no instants of their own: there are many of them, and what they are asked is this.
      let streams = try Row.fetchAll(
        db, sql: Self.streamsHeard, arguments: ["from": from, "until": until])
      var totals: [String: [Candidate.Cause: Int]] = [:]
      let count = try db.cachedStatement(sql: Self.candidatesByCause)
      for stream in streams {
        guard
          let timeline = try Self.timeline(
            ofStream: try stream.decode(forColumn: "stream"), in: db)
        else { continue }
        let (input, decision): (String, Int64) = (
          try stream.decode(forColumn: "input"), try stream.decode(forColumn: "decision")
        )
        for samples in timeline.samples(in: from..<until) {
          for row in try Row.fetchAll(
            count, arguments: [decision, samples.lowerBound, samples.upperBound])
          {
            let name: String = try row.decode(forColumn: "cause")
            guard let cause = Candidate.Cause(rawValue: name) else {
              throw DatabaseError.senseless("a candidate of cause \"\(name)\"")
            }
            totals[input, default: [:]][cause, default: 0] += try row.decode(
              forColumn: "candidates")
          }
        }
      }
      return totals
    }
  }

  /// The streams that were over after `from`, or are not, and began before `until`, with their current
  /// decisions.
  static let streamsHeard = """
    WITH heard AS MATERIALIZED (
      SELECT id, input FROM stream INDEXED BY stream_by_end WHERE ended_at > :from
      UNION ALL
      SELECT id, input FROM stream INDEXED BY stream_by_end WHERE ended_at IS NULL)
    SELECT heard.id AS stream, heard.input, decision.id AS decision
    FROM heard
      CROSS JOIN anchor ON anchor.stream = heard.id AND anchor.sample = 0 AND anchor.utc_at < :until
      CROSS JOIN analysis ON analysis.stream = heard.id
      CROSS JOIN decision ON decision.analysis = analysis.id AND decision.current = 1
    ORDER BY heard.id
    """

  static let candidatesByCause = """
    SELECT cause, count(*) AS candidates FROM candidate
    WHERE decision = ? AND start_sample >= ? AND start_sample < ? GROUP BY cause
    """
}

extension Timeline {
  /// The samples, from 0 on, that sounded in a span of time, in stretches that do not touch: where the clock
  /// was set there may be several.
  /// - Parameter span: Microseconds since 1970 UTC.
  func samples(in span: Range<Int64>) -> [Range<Int64>] {
    var found: [Range<Int64>] = []
    for (index, anchor) in anchors.enumerated() {
      let rate = anchor.measuredRate ?? Double(sampleRate)
      func sample(at instant: Int64) -> Int64 {
        let distance = Double(instant) - Double(anchor.utcMicroseconds)
        let sample = Double(anchor.sample) + (distance * rate / 1e6).rounded(.up)
        return Int64(min(max(sample, 0), Double(SampleRange.endOfPositions)))
      }
      let start = index == 0 ? 0 : anchor.sample
      let end = index + 1 < anchors.count ? anchors[index + 1].sample : SampleRange.endOfPositions
      let own = start..<max(start, end)
      let inside = (sample(at: span.lowerBound)..<sample(at: span.upperBound)).clamped(to: own)
      guard !inside.isEmpty else { continue }
      if let last = found.last, last.upperBound == inside.lowerBound {
        found[found.count - 1] = last.lowerBound..<inside.upperBound
      } else {
        found.append(inside)
      }
    }
    return found
  }
}

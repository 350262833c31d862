/// Tells the instant of every sample of a stream.
///
/// An instant is counted from the last anchor at or before the sample (from the first, for samples
/// before it), so a clock step, which adds an anchor, moves nothing before it.
public struct Timeline: Hashable, Sendable {
  /// By sample, at least one.
  public let anchors: [TimeAnchor]
  /// Nominal native rate, Hz.
  public let sampleRate: Int

  /// - Returns: `nil` without anchors: the stream's time is not known.
  /// - Precondition: `sampleRate` is positive.
  public init?(anchors: [TimeAnchor], sampleRate: Int) {
    precondition(sampleRate > 0, "a sample rate must be positive, not \(sampleRate)")
    guard !anchors.isEmpty else { return nil }
    self.anchors = anchors.sorted { $0.sample < $1.sample }
    self.sampleRate = sampleRate
  }

  /// Microseconds since 1970-01-01T00:00:00Z, rounded down.
  public func utcMicroseconds(at sample: Int64) -> Int64 {
    utcMicroseconds(at: sample, anchor: anchor(at: sample))
  }

  private func utcMicroseconds(at sample: Int64, anchor: TimeAnchor) -> Int64 {
    let distance = sample - anchor.sample
    if let rate = anchor.measuredRate {
      return anchor.utcMicroseconds + Int64((Double(distance) * 1e6 / rate).rounded(.down))
    }
    // In two steps: a year at 384 kHz, times a million, does not fit into 64 bits.
    let (seconds, rest) = flooredDivision(distance, by: Int64(sampleRate))
    return anchor.utcMicroseconds + seconds * 1_000_000 + rest * 1_000_000 / Int64(sampleRate)
  }

  /// The instant of a sample as it was counted at an earlier one: what begins before the clock is set
  /// lasts as long as it lasts.
  public func utcMicroseconds(at sample: Int64, countedFrom start: Int64) -> Int64 {
    utcMicroseconds(at: sample, anchor: anchor(at: start))
  }

  /// Minutes that local time is ahead of UTC; `nil` where that is not known.
  public func utcOffsetMinutes(at sample: Int64) -> Int? { anchor(at: sample).utcOffsetMinutes }

  /// How the instant of a sample is known.
  public func source(at sample: Int64) -> TimeAnchor.Source { anchor(at: sample).source }

  /// The week in which a sample sounded, by local time, or by UTC where the offset is not known;
  /// `nil` where the instant is only guessed: a file that was copied may have any.
  public func week(at sample: Int64) -> YearWeek? {
    guard source(at: sample) != .modificationTime else { return nil }
    let offset = Int64(utcOffsetMinutes(at: sample) ?? 0) * 60_000_000
    return YearWeek(localMicroseconds: utcMicroseconds(at: sample) + offset)
  }

  private func anchor(at sample: Int64) -> TimeAnchor {
    anchors.last { $0.sample <= sample } ?? anchors[0]
  }
}

/// Quotient rounded down, and the rest, which is never negative.
func flooredDivision(_ dividend: Int64, by divisor: Int64) -> (quotient: Int64, rest: Int64) {
  let (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
  return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
}

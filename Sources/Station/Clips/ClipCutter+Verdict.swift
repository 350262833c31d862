import EventDetection

extension ClipCutter {
  /// The first sample that the history holds.
  func heldFrom(_ position: Int64) -> Int64 { max(position - historyLength, 0) }

  /// Whether all is known of a clip that can be, or its event would be lost if it waited longer.
  func isDue(_ candidate: Pending, position: Int64) -> Bool {
    let start = candidate.event.range.start
    if position + ClipRule.slack - historyLength > start { return true }
    let wanted = wanted(for: candidate.event)
    guard candidate.isOver || wanted.count == rule.longest else { return false }
    guard let privacy = rule.privacy else { return position >= wanted.end }
    return settled(position) >= wanted.end + privacy.margin
  }

  /// What a clip would be if nothing stood against it.
  private func wanted(for event: Event) -> SampleRange {
    let start = max(event.range.start - rule.before, 0)
    return SampleRange(
      start: start, end: min(event.range.end + rule.after, start + rule.longest))
  }

  /// All windows that begin before it have been told, or never will be.
  private func settled(_ position: Int64) -> Int64 {
    max(judged.lastStart, position - rule.patience)
  }

  func verdict(on event: Event, position: Int64, isLast: Bool) -> Verdict {
    let held = SampleRange(start: heldFrom(position), end: position)
    let wanted = wanted(for: event)
    guard let range = wanted.intersection(held), var kept = event.range.intersection(range) else {
      return .drop(.gone)
    }
    guard let privacy = rule.privacy else { return .keep(range) }
    let margin = privacy.margin
    let known = isLast ? .max - margin : settled(position)
    kept.end = min(kept.end, known - margin)
    guard kept.start < kept.end, let stretch = judged.judgedStretch(around: kept.start),
      kept.end <= stretch.end
    else { return .drop(.unjudged) }
    // Where the stream begins and ends there is no sound beyond.
    let from = stretch.start == 0 ? 0 : stretch.start + margin
    let to = isLast && stretch.end >= position ? position : stretch.end - margin
    let clip = SampleRange(
      start: max(range.start, min(from, kept.start)),
      end: min(range.end, max(min(to, known - margin), kept.end)))
    let near = SampleRange(start: clip.start - margin, end: clip.end + margin)
    if judged.hasVoice(in: near, threshold: privacy.threshold) { return .drop(.voice) }
    return .keep(clip)
  }
}

extension SampleRange {
  /// What two ranges share; `nil` if that is nothing.
  func intersection(_ other: SampleRange) -> SampleRange? {
    overlaps(other)
      ? SampleRange(start: max(start, other.start), end: min(end, other.end)) : nil
  }
}

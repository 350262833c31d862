import EventDetection

extension SoakedLog.Stream {
  /// Its sound, sample by sample: in windows, in gaps, in neither, in both.
  struct Coverage {
    var analysed: Int64 = 0
    var inGaps: [String: Int64] = [:]
    var failures: [String] = []
  }

  /// What windows and gaps cover of the samples up to the mark of what is done.
  ///
  /// Windows may overlap one another. A gap overlaps neither a window nor another gap.
  func coverage() -> Coverage {
    var coverage = Coverage()
    var pieces: [(range: SampleRange, cause: String?)] = gaps.map { ($0.range, $0.cause) }
    for window in windows.sorted(by: { $0.start < $1.start }) {
      if let last = pieces.last, last.cause == nil, window.start <= last.range.end {
        pieces[pieces.count - 1].range = last.range.union(window)
      } else {
        pieces.append((window, nil))
      }
    }
    pieces.sort { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
    var position: Int64 = 0
    for piece in pieces {
      let what = piece.cause.map { "the gap \($0)" } ?? "windows"
      if piece.range.start > position {
        coverage.failures.append(
          "stream \(id) of \(input): samples \(position)..<\(piece.range.start) are in no window and "
            + "in no gap")
      } else if piece.range.start < position {
        coverage.failures.append(
          "stream \(id) of \(input): samples \(piece.range.start)..<"
            + "\(min(position, piece.range.end)) are twice told, the second time by \(what)")
      }
      position = max(position, piece.range.end)
      if let cause = piece.cause {
        coverage.inGaps[cause, default: 0] += piece.range.count
      } else {
        coverage.analysed += piece.range.count
      }
    }
    if position != doneThrough {
      coverage.failures.append(
        "stream \(id) of \(input): windows and gaps go to sample \(position), and \(doneThrough) are "
          + "said to be done")
    }
    return coverage
  }
}

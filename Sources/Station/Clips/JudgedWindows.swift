import EventDetection

/// The windows whose human score is known, of the sound that clips can still be cut from.
struct JudgedWindows {
  private var windows: [(range: SampleRange, voice: Float)] = []
  /// Where the last one began, before which all are known; −1 before the first.
  private(set) var lastStart: Int64 = -1

  /// - Parameter voice: The highest score of the human classes.
  mutating func add(_ range: SampleRange, voice: Float) {
    windows.append((range, voice))
    lastStart = max(lastStart, range.start)
  }

  /// Forgets windows that end at a position or before.
  mutating func forget(before position: Int64) {
    windows.removeAll { $0.range.end <= position }
  }

  /// Whether in any window that shares a sample with a range somebody may speak.
  func hasVoice(in range: SampleRange, threshold: Float) -> Bool {
    windows.contains { $0.range.overlaps(range) && !($0.voice < threshold) }
  }

  /// The stretch of sound around a position of which every sample lies in a window that was judged;
  /// `nil` if the position itself does not.
  func judgedStretch(around position: Int64) -> SampleRange? {
    var stretch: SampleRange?
    for window in windows.map(\.range).sorted(by: { $0.start < $1.start }) {
      if let current = stretch, window.start <= current.end {
        stretch = current.union(window)
      } else if let current = stretch, current.start <= position, position < current.end {
        break
      } else {
        stretch = window
      }
    }
    guard let stretch, stretch.start <= position, position < stretch.end else { return nil }
    return stretch
  }
}

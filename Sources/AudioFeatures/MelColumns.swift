/// Samples in blocks of any size become mel power columns at exact hop positions: column *t* covers
/// the samples from *t · hop*.
///
/// A sample that is no number, or louder than ``loudest``, counts as 0: all that follows stays
/// finite.
struct MelColumns: ~Copyable, Sendable {
  /// 96 dB above full scale. Of a frame this loud and 65,536 samples long no band's power is above
  /// 2⁶⁴, which leaves room in a `Float` for PCEN's input scale.
  static let loudest: Float = 65_536

  private let analysis: MelAnalysis
  private var workspace: MelWorkspace
  /// Sound not yet analysed: `pending[start..<end]`, the next column's frame first.
  private var pending: [Float]
  private var start = 0
  private var end = 0

  init(_ analysis: MelAnalysis) {
    self.analysis = analysis
    workspace = MelWorkspace(analysis)
    // Beyond a frame, room for so many samples that moving the rest to the front is rare.
    pending = [Float](repeating: 0, count: analysis.frameLength + 8192)
  }

  /// Starts anew at column 0.
  mutating func reset() {
    start = 0
    end = 0
  }

  /// Takes samples, from `position` on, until a column is complete.
  /// - Parameter columns: Gets the column's power, the lowest band's at `offset`.
  /// - Returns: Whether there is a new column; if not, all samples have been taken.
  mutating func next(
    from samples: Span<Float>, at position: inout Int, into columns: inout [Float], at offset: Int
  ) -> Bool {
    while end - start < analysis.frameLength {
      guard position < samples.count else { return false }
      if end == pending.count { moveToFront() }
      position += take(samples.extracting(position...))
    }
    workspace.analyse(pending, from: start, by: analysis, into: &columns, at: offset)
    start += analysis.hop
    return true
  }

  private mutating func moveToFront() {
    let rest = start..<end
    var sound = pending.mutableSpan
    for i in rest { sound[i - rest.lowerBound] = sound[i] }
    start = 0
    end = rest.count
  }

  private mutating func take(_ samples: Span<Float>) -> Int {
    let old = end
    end += min(samples.count, pending.count - end)
    let new = old..<end
    var sound = pending.mutableSpan
    for i in 0..<new.count {
      let sample = unsafe samples[unchecked: i]
      unsafe sound[unchecked: new.lowerBound &+ i] =
        sample.magnitude <= Self.loudest ? sample : 0
    }
    return new.count
  }
}

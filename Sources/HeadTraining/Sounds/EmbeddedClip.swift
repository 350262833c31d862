/// What the backbone makes of a clip's windows, and of its copies'.
struct EmbeddedClip: Sendable {
  struct Window: Sendable {
    /// 0 for the clip itself.
    let copy: Int
    /// Whether the clip's own sound is in it within 20 dB of its loudest, without a copy's noise: a call may be
    /// elsewhere in a clip, or before the beginning of a copy.
    let isLoud: Bool
  }

  let windows: [Window]
  /// Shape `[windows, values]`: integers of the backbone's scale.
  let values: [Int8]

  func integers(of window: Int) -> ArraySlice<Int8> {
    let count = values.count / windows.count
    return values[window * count..<(window + 1) * count]
  }
}

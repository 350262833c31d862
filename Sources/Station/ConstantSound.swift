/// Notices a source that gives one value and nothing else, as a microphone does that is muted, broken or
/// not connected: no room is so silent.
struct ConstantSound {
  private let longest: Int
  private var value: Float?
  /// Samples of one value up to now.
  private(set) var count = 0

  /// - Parameter patience: Seconds.
  init(patience: Double, sampleRate: Int) {
    longest = max(Int(patience * Double(sampleRate)), 1)
  }

  /// - Returns: Whether it has lasted too long now; then it counts anew.
  mutating func lasts(_ samples: Span<Float>) -> Bool {
    for index in samples.indices {
      if samples[index] == value {
        count += 1
      } else {
        value = samples[index]
        count = 1
      }
    }
    guard count >= longest else { return false }
    count = 0
    return true
  }
}

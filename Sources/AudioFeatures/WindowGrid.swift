/// Where the windows of a stream lie: window *k* covers the samples from *k · step*.
///
/// Where sound is left behind the last whole window, the next one is completed with zeros if at
/// least half of it is sound. All lengths are in samples at the front end's rate.
public struct WindowGrid: Sendable, Hashable {
  /// Samples of a window.
  public let windowLength: Int
  /// From one window to the next: a multiple of the hop, at most the window's length.
  public let step: Int

  /// - Throws: ``FrontEndError/impossible(_:value:requirement:)`` if `step` is not a multiple of
  ///   the hop, or would leave sound between windows.
  public init(_ settings: FrontEndSettings, step: Int) throws(FrontEndError) {
    try require("the windows' step", step, in: settings.hop...settings.windowLength)
    try require(
      "the windows' step", step, step.isMultiple(of: settings.hop),
      "a multiple of the hop, \(settings.hop)")
    windowLength = settings.windowLength
    self.step = step
  }

  /// The windows of a stream that ends after `sound` samples, the completed one among them.
  public func windowCount(sound: Int) -> Int {
    wholeWindows(sound: sound) + (completesLast(sound: sound) ? 1 : 0)
  }

  /// Samples, at the end of a stream of `sound` samples, that no window covers.
  public func uncovered(sound: Int) -> Int {
    completesLast(sound: sound) ? 0 : leftBehindWhole(sound: sound)
  }

  /// Zeros that complete the last window of a stream of `sound` samples; 0 if it is a whole one.
  func missing(sound: Int) -> Int {
    guard completesLast(sound: sound) else { return 0 }
    return wholeWindows(sound: sound) * step + windowLength - sound
  }

  private func wholeWindows(sound: Int) -> Int {
    sound < windowLength ? 0 : (sound - windowLength) / step + 1
  }

  private func leftBehindWhole(sound: Int) -> Int {
    let whole = wholeWindows(sound: sound)
    return whole == 0 ? sound : sound - (whole - 1) * step - windowLength
  }

  private func completesLast(sound: Int) -> Bool {
    let soundOfNext = sound - wholeWindows(sound: sound) * step
    return leftBehindWhole(sound: sound) > 0 && 2 * soundOfNext >= windowLength
  }
}

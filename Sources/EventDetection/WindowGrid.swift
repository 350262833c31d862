/// How windows follow one another, for the rule: lengths at the model's rate, and the native rate in
/// which their ranges are told.
public struct WindowGrid: Hashable, Sendable {
  /// Hz.
  public let nativeRate: Int
  /// Hz.
  public let modelRate: Int
  /// Length of a window in samples at the model's rate.
  public let windowLength: Int
  /// From one window's start to the next one's, in samples at the model's rate.
  public let step: Int

  /// - Precondition: All are positive.
  public init(nativeRate: Int, modelRate: Int, windowLength: Int, step: Int) {
    precondition(
      nativeRate > 0 && modelRate > 0 && windowLength > 0 && step > 0,
      "rates, window length and step must be positive")
    self.nativeRate = nativeRate
    self.modelRate = modelRate
    self.windowLength = windowLength
    self.step = step
  }

  /// The time that `count` windows in a row take, from the first one's start to the last one's end,
  /// in seconds.
  func seconds(ofWindows count: Int) -> Double {
    (Double(count - 1) * Double(step) + Double(windowLength)) / Double(modelRate)
  }

  /// How many windows in a row a span holds.
  func windows(inSeconds seconds: Double) -> Int {
    let span = modelSamples(seconds)
    return span < windowLength ? 0 : (span - windowLength) / step + 1
  }

  /// Rounded, so that a length written with few decimals fits the windows it was worked out from.
  private func modelSamples(_ seconds: Double) -> Int {
    Int((seconds * Double(modelRate)).rounded())
  }

  /// A stretch of native samples, rounded up, so that no rounding of a range can exceed it.
  func nativeSamples(_ seconds: Double) -> Int64 {
    Int64((seconds * Double(nativeRate)).rounded(.up))
  }
}

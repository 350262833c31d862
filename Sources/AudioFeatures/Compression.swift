/// How mel power becomes the numbers that a network sees.
///
/// Whatever looks along time (PCEN's smoother, a maximum) looks at one window only.
public enum Compression: Sendable, Hashable {
  /// *ln(power + offset)*: of a window without sound, *ln(offset)*.
  case log(offset: Double)
  /// Decibels above a reference.
  case decibel(Decibel)
  /// Per-channel energy normalisation.
  case pcen(PCEN)

  /// *10 log₁₀(max(power, amin) / max(reference, amin))*, and nothing lower than `topRange` below
  /// the window's maximum: librosa's `power_to_db`.
  public struct Decibel: Sendable, Hashable, Codable {
    /// What is 0 dB.
    public var reference: Reference
    /// Power below which nothing is told apart.
    public var amin: Double
    /// dB; optional: without it nothing is cut off below.
    public var topRange: Double?

    /// No value is checked here; a ``FrontEnd`` refuses what is impossible.
    public init(reference: Reference, amin: Double, topRange: Double?) {
      self.reference = reference
      self.amin = amin
      self.topRange = topRange
    }

    /// The power of 0 dB; in JSON a number or `"maximum"`.
    public enum Reference: Sendable, Hashable {
      /// A mel power, more than 0.
      case power(Double)
      /// The window's own.
      case maximum
    }
  }

  /// Per-channel energy normalisation: each band's power is divided by its own recent past, then
  /// compressed:
  ///
  /// *M(t) = (1 − b) M(t−1) + b E(t)*, *out(t) = (E(t) / (eps + M(t))^gain + bias)^power − bias^power*
  ///
  /// with *E* the power times `inputScale` and *b* from the time constant as librosa's `pcen` has
  /// it. Source: Y. Wang et al., *Trainable frontend for robust and far-field keyword spotting*,
  /// ICASSP 2017.
  public struct PCEN: Sendable, Hashable, Codable {
    /// 0 to 1.
    public var gain: Double
    /// Added before the power is taken, so that silence is no steep slope; more than 0.
    public var bias: Double
    /// The exponent, more than 0, at most 1: the lower, the more quiet sound is lifted.
    public var power: Double
    /// Of the smoother, seconds.
    public var timeConstant: Double
    /// Keeps the division finite where a band was silent, in units of scaled power.
    public var eps: Double
    /// librosa's example scales power by 2³¹, as of 32-bit samples.
    public var inputScale: Double
    /// What the smoother believes was before the window.
    public var start: Start

    /// No value is checked here; a ``FrontEnd`` refuses what is impossible.
    public init(
      gain: Double, bias: Double, power: Double, timeConstant: Double, eps: Double,
      inputScale: Double, start: Start
    ) {
      self.gain = gain
      self.bias = bias
      self.power = power
      self.timeConstant = timeConstant
      self.eps = eps
      self.inputScale = inputScale
      self.start = start
    }

    /// The smoother's state before a window's first column.
    public enum Start: String, Sendable, Hashable, Codable, CaseIterable {
      /// 1, as librosa's `pcen` without `zi`.
      case unit
      /// The first column: as if its sound had gone on for ever before.
      case firstColumn
    }

    /// The smoother's weight of a new column, *b*.
    func smoothing(columnsPerSecond: Double) -> Double {
      let columns = timeConstant * columnsPerSecond
      return ((1 + 4 * columns * columns).squareRoot() - 1) / (2 * columns * columns)
    }
  }
}

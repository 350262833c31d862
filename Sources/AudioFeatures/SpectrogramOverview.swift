import Foundation

/// A spectrogram of sound of any length in about as many columns as a picture has pixels: each is the
/// loudest, band by band, of the columns whose time it stands for, so that a short call in a long day
/// is still seen. Memory does not grow with the length of the sound.
///
/// ```swift
/// var overview = SpectrogramOverview(of: frames, sampleRate: 48_000, width: 1200)
/// // `overview.lead` samples from before the sound, or zeros, then the sound and what follows it
/// overview.process(samples.span)
/// let levels = overview.finish()
/// ```
///
/// Frames are some 25 ms long. They overlap by half where the sound is long, by more where it is
/// short, and lie in the middle of their columns.
public struct SpectrogramOverview: ~Copyable {
  /// How the bands lie between the lowest and half the sample rate.
  public enum Spacing: String, Sendable, CaseIterable {
    /// Evenly on Slaney's mel scale, from 20 Hz: much room for birds and frogs.
    case mel
    /// Evenly in Hz: room for what lies high, as bats do.
    case linear
  }

  /// Bands of every overview: more than most screens give pixels to two of.
  public static let bandCount = 256

  /// Centre of each band, Hz, rising.
  public let centres: [Double]
  /// What ``finish()`` gives, at most twice the width wanted.
  public let columns: Int
  /// Time that a column stands for, s.
  public let secondsPerColumn: Double
  /// Samples before the first that the first frame reaches back to.
  public let lead: Int

  private var stream: MelColumns
  /// Of all the columns of `stream`, so many make one here.
  private let merged: Int
  private let frames: Int
  private var framesDone = 0
  /// Power of the frame at hand.
  private var frame: [Float]
  /// The loudest so far, `[columns, bands]`.
  private var power: [Float]
  /// What makes a band's power a density in full scale² / Hz.
  private let density: Float

  /// - Parameters:
  ///   - samples: Length of the sound, at least 1.
  ///   - sampleRate: Hz, 8,000 to 384,000.
  ///   - width: Columns wanted, at least 1; there are fewer only of a short sound, and fewer than
  ///     twice as many.
  public init(of samples: Int64, sampleRate: Int, width: Int, spacing: Spacing = .mel) {
    precondition(samples > 0 && width > 0, "no sound, or no picture")
    precondition((8_000...384_000).contains(sampleRate), "a sample rate of \(sampleRate) Hz")
    let frameLength = 1 << Int(log2(Double(sampleRate) * 0.025).rounded())
    let shortest = frameLength / 8
    let hop = Int(min(max(samples / Int64(width), Int64(shortest)), Int64(frameLength / 2)))
    let frames = Int((samples + Int64(hop) - 1) / Int64(hop))
    let merged = max(1, frames / width)
    let edges = Self.edges(spacing, sampleRate: sampleRate)
    let analysis = Self.analysis(
      edges: edges, sampleRate: sampleRate, frameLength: frameLength, hop: hop)

    self.frames = frames
    self.merged = merged
    columns = (frames + merged - 1) / merged
    secondsPerColumn = Double(merged * hop) / Double(sampleRate)
    lead = (frameLength - hop) / 2
    centres = analysis.filterBank.centres
    let energy = analysis.window.reduce(0) { $0 + Double($1) * Double($1) }
    // A band's weights have area 1 over Hz: its power is the mean over its bins, over their width.
    let binWidth = Double(sampleRate) / Double(analysis.transform.length)
    density = Float(2 * binWidth / (Double(sampleRate) * energy))
    stream = MelColumns(analysis)
    frame = [Float](repeating: 0, count: Self.bandCount)
    power = [Float](repeating: 0, count: columns * Self.bandCount)
  }

  /// Takes the next samples, in blocks of any size. The first is the one ``lead`` before the sound;
  /// what is beyond the last frame is not looked at.
  public mutating func process(_ samples: Span<Float>) {
    var position = 0
    while framesDone < frames,
      stream.next(from: samples, at: &position, into: &frame, at: 0)
    {
      let offset = framesDone / merged * Self.bandCount
      for band in frame.indices { power[offset + band] = max(power[offset + band], frame[band]) }
      framesDone += 1
    }
  }

  /// Ends the sound; what is missing of it is silence.
  /// - Returns: Decibels, 0 being full scale² / Hz, minus infinity silence: shape
  ///   `[columns, bandCount]`, lowest band first.
  public consuming func finish() -> [Float] {
    let silence = [Float](repeating: 0, count: 4096)
    // Sound that breaks off leaves columns that no frame reached: they are silent as they are.
    var rest = lead * 2 + silence.count
    while rest > 0 {
      process(silence.span)
      rest -= silence.count
    }
    return power.map { 10 * log10($0 * density) }
  }

  private static func edges(_ spacing: Spacing, sampleRate: Int) -> [Double] {
    let highest = Double(sampleRate) / 2
    let steps = 0...bandCount + 1
    switch spacing {
    case .linear: return steps.map { highest * Double($0) / Double(bandCount + 1) }
    case .mel:
      let (low, high) = (MelScale.slaney.mel(hertz: 20), MelScale.slaney.mel(hertz: highest))
      return steps.map {
        MelScale.slaney.hertz(mel: low + (high - low) * Double($0) / Double(bandCount + 1))
      }
    }
  }

  private static func analysis(
    edges: [Double], sampleRate: Int, frameLength: Int, hop: Int
  ) -> MelAnalysis {
    // The lowest bands are the narrowest. A bin in every one of them is a matter of zeros behind the
    // frame: they add no detail, and leave no row empty.
    var fftLength = 2 * frameLength
    while Double(sampleRate) / Double(fftLength) >= edges[1] - edges[0] { fftLength *= 2 }
    do throws(FrontEndError) {
      return MelAnalysis(
        frameLength: frameLength, hop: hop, window: WindowFunction.hann.weights(count: frameLength),
        transform: RealFourierTransform(length: fftLength),
        filterBank: try MelFilterBank(
          edges: edges, sampleRate: sampleRate, fftLength: fftLength, norm: .slaney))
    } catch {
      preconditionFailure("bands as wide as two bins hold one: \(error)")
    }
  }
}

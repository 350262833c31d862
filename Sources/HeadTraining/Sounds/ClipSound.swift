import AudioIO
import Embeddings
import LabelledSound

/// The sound of a clip at a model's rate, at least a window long.
struct ClipSound: Sendable {
  /// Full scale ±1.
  let samples: [Float]
  /// Without the silence that was put behind it.
  let soundCount: Int
  /// Share of samples at full scale.
  let overdrivenShare: Double
  /// Whether some of it is missing, and as many seconds as are known to be: see `SoundExcerpt`.
  private(set) var isIncomplete = false
  private(set) var lostSeconds = 0.0

  /// - Parameters:
  ///   - rate: Hz.
  ///   - least: Samples; silence is put behind a shorter clip.
  /// - Throws: `AudioError`; `EmbeddingError` for a clip of which nothing can be decoded.
  init(
    _ clip: LabelledClip, stream: ChannelStream, rate: Int, least: Int
  ) throws {
    let sound = try SoundExcerpt(
      path: clip.path, stream: stream, seconds: clip.span, rate: rate)
    self.init(sound.samples, least: least)
    isIncomplete = sound.isIncomplete
    lostSeconds = sound.lostSeconds
  }

  init(_ samples: [Float], least: Int) {
    soundCount = samples.count
    let full = samples.count { $0.magnitude >= 0.999 }
    overdrivenShare = Double(full) / Double(max(samples.count, 1))
    let missing = max(least - samples.count, 0)
    self.samples = samples + [Float](repeating: 0, count: missing)
  }

  var isSilent: Bool { !samples.contains { $0 != 0 } }
}

/// How loud a sound is from moment to moment: the mean square of frames of 25 ms.
struct LevelCurve: Sendable {
  private let frameLength: Int
  private let energies: [Double]

  /// - Parameter rate: Hz.
  init(_ samples: [Float], rate: Int) {
    let length = max(rate / 40, 1)
    frameLength = length
    energies = stride(from: 0, to: samples.count, by: length).map { start in
      let frame = samples[start..<min(start + length, samples.count)]
      return frame.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(length)
    }
  }

  var loudest: Double { energies.max() ?? 0 }

  /// The loudest frame that lies in samples from `start` on.
  func loudest(from start: Int, count: Int) -> Double {
    let first = min(start / frameLength, energies.count)
    let last = min((start + count + frameLength - 1) / frameLength, energies.count)
    return energies[first..<max(first, last)].max() ?? 0
  }

  /// 20 dB: what is quieter than a clip's loudest by more may be no call at all.
  static let loudShare = 0.01
}

import AudioIO
import LabelledSound
import SoundDegradation

/// The samples of a clip.
struct ClipSound {
  /// Of one channel, full scale ±1.
  var samples: [Float]
  /// Hz.
  var sampleRate: Int
  /// What of the clip is not among them.
  let lost: LostSound?

  /// Reads a clip whole, or up to where it breaks off or is damaged.
  /// - Throws: `AudioError`; ``AudioValidationError/damaged(path:reason:)`` if nothing of it can be decoded.
  init(_ clip: LabelledClip, _ stream: ChannelStream) throws {
    var reader = try ChannelReader(SoundFile(path: clip.path), stream)
    let rate = reader.sampleRate
    let frames = reader.file.frames
    var range = 0..<frames
    if let span = clip.span {
      let first = Int64((span.lowerBound * Double(rate)).rounded())
      let last = Int64(
        (min(span.upperBound, clip.seconds + span.lowerBound) * Double(rate)).rounded())
      range = min(first, frames)..<min(max(first, last), frames)
      try reader.seek(toFrame: range.lowerBound)
    }
    samples = try reader.samples(atMost: range.count)
    sampleRate = rate
    if samples.isEmpty, let reason = reader.file.damage {
      throw AudioValidationError.damaged(path: clip.path, reason: reason)
    }
    // A piece that ends where the file breaks off may have been meant to go on, who knows how far.
    let promised = clip.span == nil ? reader.file.lostFrames?.count ?? 0 : 0
    lost = LostSound(
      path: clip.path, frames: Int64(range.count - samples.count + promised), sampleRate: rate,
      breaksOff: range.upperBound == frames && reader.file.ending != .complete)
  }

  /// Cuts the digital silence before and behind the sound, and what exceeds full scale: as training does.
  /// A clip of silence stays as it is.
  mutating func trim() {
    for index in samples.indices { samples[index] = min(max(samples[index], -1), 1) }
    let part = SoundMixing.soundPart(samples)
    if !part.isEmpty { samples = Array(samples[part]) }
  }
}

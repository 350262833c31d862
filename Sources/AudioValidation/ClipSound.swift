import AudioIO
import LabelledSound
import SoundDegradation

/// The samples of a clip.
struct ClipSound {
  /// Of the first channel, full scale ±1.
  var samples: [Float]
  /// Hz.
  var sampleRate: Int

  /// Reads a clip whole.
  init(_ clip: LabelledClip) throws(AudioError) {
    var reader = try ChannelReader(SoundFile(path: clip.path), .channel(0))
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
    var samples = [Float](repeating: 0, count: range.count)
    var position = 0
    while position < samples.count {
      var span = samples.mutableSpan
      var part = span._mutatingExtracting(position..<range.count)
      let count = try reader.read(into: &part)
      if count == 0 { break }
      position += count
    }
    samples.removeLast(samples.count - position)
    self.samples = samples
    sampleRate = rate
  }

  /// Cuts the digital silence before and behind the sound, and what exceeds full scale: as training does.
  /// A clip of silence stays as it is.
  mutating func trim() {
    for index in samples.indices { samples[index] = min(max(samples[index], -1), 1) }
    let part = SoundMixing.soundPart(samples)
    if !part.isEmpty { samples = Array(samples[part]) }
  }
}

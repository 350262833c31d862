import Foundation

/// What of a recording cannot be heard: it breaks off, or is damaged.
struct LostSound: Sendable, CustomStringConvertible {
  let path: String
  /// `nil` where a recording that breaks off does not say how long it was.
  let seconds: Double?

  /// - Parameters:
  ///   - frames: That are promised or damaged, at `sampleRate`.
  ///   - breaksOff: Whether the sound ends where the recording went on.
  /// - Returns: `nil` if nothing is lost.
  init?(path: String, frames: Int64, sampleRate: Int, breaksOff: Bool) {
    guard frames > 0 || breaksOff else { return nil }
    self.path = path
    seconds = frames > 0 ? Double(frames) / Double(sampleRate) : nil
  }

  var description: String {
    let lost =
      seconds.map {
        let text = $0.formatted(
          .number.precision(.fractionLength(1)).grouping(.never).locale(Locale(identifier: "en")))
        return "is damaged or breaks off: \(text) s of it were not heard"
      } ?? "breaks off, and does not say how long it was"
    return
      "\(path): \(lost). What is left was judged as if it were all: copy the file again, or leave it out."
  }
}

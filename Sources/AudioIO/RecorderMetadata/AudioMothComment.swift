import Foundation

/// The sentence that AudioMoth writes into the comment of a recording, in the wordings of every
/// firmware from 1.0 to 1.11:
///
/// *Recorded at 19:31:30 03/09/2024 (UTC+1) by AudioMoth 24E144055E080032 at medium gain while
/// battery was 4.3V and temperature was 18.7C. High-pass filter with frequency of 15.0kHz applied.
/// Amplitude threshold was 4% with 5s minimum trigger duration. Recording stopped due to low
/// voltage.*
///
/// Each fact is looked for by itself, so that a wording of tomorrow costs no more than its own fact.
///
/// Source: AudioMoth-Firmware-Basic, `setHeaderComment`, versions 1.0 to 1.11.
struct AudioMothComment {
  private let text: String

  /// - Returns: `nil` for a comment of another origin.
  init?(_ comment: String) {
    let text = Self.unwrapped(comment)
    guard text.contains("Recorded at ") else { return nil }
    self.text = text
  }

  var facts: RecorderFacts {
    var facts = RecorderFacts(.comment)
    facts.stamp = stamp
    if text.contains("AudioMoth") || text.contains("during deployment ") {
      facts.values.make = "Open Acoustic Devices"
      facts.values.model = "AudioMoth"
    }
    facts.values.serial = Self.identifier(word(after: "by AudioMoth "))
    facts.values.deploymentID = Self.identifier(word(after: "during deployment "))
    if text.contains("using external microphone") { facts.values.hasExternalMicrophone = true }
    facts.values.gain = gain
    if let (volts, bound) = battery {
      facts.values.batteryVolts = volts
      facts.values.batteryBound = bound
    }
    facts.values.internalTemperatureCelsius = number(after: "temperature was ")
    (facts.values.highPassHertz, facts.values.lowPassHertz) = filter
    facts.values.trigger = trigger
    facts.values.stopReason = stopReason
    return facts
  }

  /// `HH:MM:SS DD/MM/YYYY (UTC+h:mm)`. Firmware 1.0 wrote no zone and knew none but UTC.
  private var stamp: TimeStamp? {
    guard var scanner = scanner(behind: "Recorded at "), let hour = scanner.digits(2),
      scanner.take(":"), let minute = scanner.digits(2), scanner.take(":"),
      let second = scanner.digits(2), scanner.take(" "), let day = scanner.digits(2),
      scanner.take("/"), let month = scanner.digits(2), scanner.take("/"),
      let year = scanner.digits(4),
      let time = CivilTime(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    else { return nil }
    scanner.skipSpaces()
    guard scanner.take(word: "(UTC") else { return TimeStamp(time, offsetMinutes: 0) }
    return TimeStamp(time, offsetMinutes: scanner.utcOffset() ?? 0)
  }

  /// "at gain setting 2 while", "at medium gain setting while", "at medium gain while".
  private var gain: String? {
    if let setting = word(after: "at gain setting ") { return "setting \(setting)" }
    for gain in ["low-medium", "medium-high", "low", "medium", "high"]
    where text.contains(" at \(gain) gain ") {
      return gain
    }
    return nil
  }

  /// "battery was 3.8V", "battery state was less than 2.5V", "battery state was > 4.9V".
  private var battery: (Double, RecorderMetadata.Bound?)? {
    guard var scanner = scanner(behind: "battery was ") ?? scanner(behind: "battery state was ")
    else { return nil }
    var bound: RecorderMetadata.Bound?
    if scanner.take(word: "less than ") || scanner.take("<") { bound = .below }
    if scanner.take(word: "greater than ") || scanner.take(">") { bound = .above }
    scanner.skipSpaces()
    return scanner.number().map { ($0, bound) }
  }

  /// "Band-pass filter with frequencies of 1.0kHz and 20.0kHz applied.", or "… applied with cut-off
  /// frequencies of …".
  private var filter: (high: Double?, low: Double?) {
    func corners(_ name: String) -> (Double?, Double?) {
      guard var scanner = scanner(behind: name),
        scanner.skip(behind: "frequency of ") || scanner.skip(behind: "frequencies of ")
      else { return (nil, nil) }
      let first = scanner.number()
      guard scanner.take(word: "kHz and "), let second = scanner.number() else {
        return (first, nil)
      }
      return (first, second)
    }
    func hertz(_ kilohertz: Double?) -> Double? { kilohertz.map { ($0 * 1000).rounded() } }
    if case (let low?, let high?) = corners("Band-pass filter") { return (hertz(low), hertz(high)) }
    return (hertz(corners("High-pass filter").0), hertz(corners("Low-pass filter").0))
  }

  /// "Amplitude threshold was -40 dB with 5s minimum trigger duration.", or "Frequency trigger
  /// (8.0kHz and window length of 256 samples) threshold was 1% with …".
  private var trigger: RecorderMetadata.Trigger? {
    let amplitude = scanner(behind: "Amplitude threshold was ")
    let frequency = scanner(behind: "Frequency trigger (")
    var words = frequency
    var centre: Double?
    var window: Int?
    if amplitude == nil {
      centre = words?.number().map { ($0 * 1000).rounded() }
      if words?.skip(behind: "window length of ") == true {
        window = words?.digitRun(limit: 9).value
      }
      guard words?.skip(behind: "threshold was ") == true else { return nil }
    } else {
      words = amplitude
    }
    guard var words, let threshold = AudioMothSettings.threshold(words.text(upTo: "")) else {
      return nil
    }
    var minimum = words.skip(behind: " with ") ? words.number() : nil
    if !words.take(word: "s minimum") { minimum = nil }
    return .init(
      threshold: threshold, centreHertz: centre, windowLength: window, minimumSeconds: minimum)
  }

  /// "Recording cancelled before completion due to low voltage.", "Recording stopped by magnetic
  /// switch."
  private var stopReason: String? {
    let openings = [
      "cancelled before completion due to ", "Recording stopped due to ", "Recording stopped by ",
    ]
    for opening in openings {
      if let scanner = scanner(behind: opening) { return String(nonEmpty: scanner.text(upTo: ".")) }
    }
    return nil
  }

  private func scanner(behind words: String) -> TextScanner? {
    var scanner = TextScanner(text)
    return scanner.skip(behind: words) ? scanner : nil
  }

  private func word(after words: String) -> String? {
    scanner(behind: words).flatMap { String(nonEmpty: $0.text(upTo: " .,\"")) }
  }

  private func number(after words: String) -> Double? {
    guard var scanner = scanner(behind: words) else { return nil }
    return scanner.number()
  }

  /// Sixteen hexadecimal digits, as AudioMoth numbers itself.
  static func identifier(_ word: String?) -> String? {
    guard let word, word.utf8.count == 16, word.allSatisfy(\.isHexDigit) else { return nil }
    return word
  }

  /// The comment inside a JSON text that later software put round it.
  private static func unwrapped(_ comment: String) -> String {
    guard let start = comment.firstIndex(of: "{"), let end = comment.lastIndex(of: "}"),
      start < end
    else { return comment }
    do {
      return try JSONDecoder().decode(Wrapping.self, from: Data(comment[start...end].utf8)).comment
    } catch {
      // Braces of another kind.
      return comment
    }
  }

  private struct Wrapping: Decodable { let comment: String }
}

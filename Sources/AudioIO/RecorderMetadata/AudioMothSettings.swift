/// AudioMoth's settings as its GUANO chunk abbreviates them:
/// `48000 GAIN 2 FREQ 8000 256 1% 5 BPF 1000 20000 AMP -40dB 5 LGR D48 ESM`.
///
/// Source: AudioMoth-Firmware-Basic 1.11, `writeGuanoData`.
struct AudioMothSettings {
  private let words: [Substring]

  init(_ text: String) { words = text.split(separator: " ") }

  private static let gains = ["low", "low-medium", "medium", "medium-high", "high"]

  func apply(to values: inout RecorderMetadata) {
    if let gain = word(after: "GAIN", 1) {
      values.gain = Int(gain).flatMap { Self.gains.indices.contains($0) ? Self.gains[$0] : nil }
    }
    values.highPassHertz = number(after: "HPF", 1) ?? number(after: "BPF", 1)
    values.lowPassHertz = number(after: "LPF", 1) ?? number(after: "BPF", 2)
    if let threshold = word(after: "AMP", 1).flatMap(Self.threshold) {
      values.trigger = .init(threshold: threshold, minimumSeconds: number(after: "AMP", 2))
    } else if let threshold = word(after: "FREQ", 3).flatMap(Self.threshold) {
      values.trigger = .init(
        threshold: threshold, centreHertz: number(after: "FREQ", 1),
        windowLength: word(after: "FREQ", 2).flatMap { Int($0) },
        minimumSeconds: number(after: "FREQ", 4))
    }
  }

  /// "4%", "-40dB", "-40 dB" or "512".
  static func threshold(_ text: some StringProtocol) -> RecorderMetadata.Trigger.Threshold? {
    var scanner = TextScanner(String(text))
    guard let value = scanner.number() else { return nil }
    if scanner.take("%") { return .percent(value) }
    scanner.skipSpaces()
    if scanner.take(word: "dB") { return .decibels(value) }
    return Int(exactly: value).map { .level($0) }
  }

  private func word(after key: String, _ distance: Int) -> Substring? {
    guard let index = words.firstIndex(of: Substring(key)), index + distance < words.count
    else { return nil }
    return words[index + distance]
  }

  private func number(after key: String, _ distance: Int) -> Double? {
    word(after: key, distance).flatMap { firstNumber(String($0)) }
  }
}

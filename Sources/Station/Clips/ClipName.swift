import EventDetection

/// The name of a clip: when its first sample sounded, what is heard, which input heard it, and how sure the
/// model was, in percent.
///
/// `2026-06-07/20260607T031415.250Z_corvus-corax_pond_97.flac`. Instants and days are UTC, so that names
/// sort as the sound came, also where clocks are set back. It has no character that FAT, SMB or a script
/// could trip over, and at most 143 (what an encrypted folder takes).
public struct ClipName: Hashable, Sendable, CustomStringConvertible {
  /// The folder of the day.
  public let day: String
  private let stem: String
  /// Of the same name, from 1.
  private let copy: Int

  init(
    startedAt: Int64, taxon: String, input: String, score: Float
  ) {
    let time = CivilTime(nearest: startedAt)
    // What is no number is not above 0 either.
    let percent = score > 0 ? Int((min(score, 1) * 100).rounded(.down)) : 0
    day = time.date
    stem =
      "\(time.compact)_\(FileWord(taxon, limit: 60))_\(FileWord(input, limit: 40))_\(percent)"
    copy = 1
  }

  private init(_ name: Self, copy: Int) {
    day = name.day
    stem = name.stem
    self.copy = copy
  }

  /// The name to try where this one is taken.
  var next: ClipName { ClipName(self, copy: copy + 1) }

  /// The file's own name.
  public var file: String { stem + (copy == 1 ? "" : "-\(copy)") + ".flac" }

  /// Below the folder of clips.
  public var description: String { "\(day)/\(file)" }
}

extension ClipName {
  /// Whether a clip could be called so.
  public static func isClip(_ name: String) -> Bool {
    guard name.hasSuffix(".flac") else { return false }
    let parts = name.dropLast(5).split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 4, isInstant(parts[0]), FileWord.isWord(parts[1]),
      FileWord.isWord(parts[2])
    else { return false }
    let numbers = parts[3].split(separator: "-", omittingEmptySubsequences: false)
    return numbers.count <= 2 && numbers.allSatisfy { isDigits($0) && $0.count <= 9 }
  }

  /// Whether a folder of a day could be called so.
  static func isDay(_ name: String) -> Bool { hasForm(name[...], "0000-00-00") }

  private static func isInstant(_ text: Substring) -> Bool {
    hasForm(text, "00000000T000000.000Z")
  }

  /// Whether `text` has a digit for each 0 of `form`, and else its characters.
  private static func hasForm(_ text: Substring, _ form: String) -> Bool {
    text.utf8.count == form.utf8.count
      && zip(text.utf8, form.utf8).allSatisfy {
        $1 == 0x30 ? (0x30...0x39).contains($0) : $0 == $1
      }
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}

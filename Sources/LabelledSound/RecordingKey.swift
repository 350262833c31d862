import Foundation

/// Tells from a file's name which recording it was cut from.
///
/// Clips of one recording share a microphone, a place, a day and often an individual: a net that was
/// trained on one knows the other. What stays together, then, is told
///
/// 1. by the listing's column `recording`, `source` or `src_clip_id`;
/// 2. else by the pattern that the user gives, whose one group is the recording's name;
/// 3. else by the names that are known:
///
/// | names | recording |
/// |---|---|
/// | ESC-50 and ESC-10, `FOLD-SOURCE-TAKE-TARGET`: `1-100032-A-0.ogg` | `100032` |
/// | Xeno-canto: `XC563936 - Common Raven.mp3`, `XC563936_part2.wav` | `XC563936` |
/// | earshot's clips: `20260607T031415.250Z_corvus-corax_pond_97.flac` | a day at an input: `20260607 pond` |
/// | recorders, a time and more behind it: `CHE_02_20190101_183410_5-10.wav` | `CHE_02_20190101_183410` |
/// | what `earshot search --clips` writes: `robin_12.0-14.0.flac`, in any folder | `robin` |
///
/// 4. else every file is a recording of its own.
public struct RecordingKey: Sendable {
  private let pattern: NSRegularExpression?

  /// Without a pattern.
  public static let byName = RecordingKey()

  private init() { pattern = nil }

  /// - Parameter pattern: A regular expression with one group; it is looked for in a file's name.
  /// - Throws: ``LabelledSoundError/pattern(_:reason:)``.
  public init(pattern: String) throws(LabelledSoundError) {
    let expression: NSRegularExpression
    do {
      expression = try NSRegularExpression(pattern: pattern)
    } catch {
      throw .pattern(pattern, reason: "it is no regular expression")
    }
    guard expression.numberOfCaptureGroups == 1 else {
      throw .pattern(pattern, reason: "it has \(expression.numberOfCaptureGroups) groups")
    }
    self.pattern = expression
  }

  /// Whether the user's pattern, where there is one, says anything of a file.
  func isOfUse(forFile name: String) -> Bool {
    pattern.map { Self.match($0, URL(filePath: name).lastPathComponent) != nil } ?? true
  }

  /// - Parameter name: The path of a file from its set's folder.
  public func key(ofFile name: String) -> String {
    let url = URL(filePath: name)
    let stem = url.deletingPathExtension().lastPathComponent
    if let pattern, let key = Self.match(pattern, url.lastPathComponent)?[1] { return key }
    if let parts = Self.match(Self.esc50, stem) { return parts[1] }
    if let parts = Self.match(Self.xenoCanto, stem) { return parts[1].uppercased() }
    if let parts = Self.match(Self.ownClip, stem) { return "\(parts[1]) \(parts[2])" }
    if let parts = Self.match(Self.recorder, stem) { return parts[1] }
    if let parts = Self.match(Self.foundClip, stem) { return parts[1] }
    // In two folders the same plain name is two recordings.
    return url.deletingPathExtension().relativePath
  }

  private static let esc50 = expression("^[1-9]-([0-9]+)-[A-Z]+-[0-9]+$")
  private static let xenoCanto = expression("^([Xx][Cc][0-9]+)(?![0-9])")
  private static let ownClip = expression(
    "^([0-9]{8})T[0-9]{6}\\.[0-9]{3}Z_[^_]+_([^_]+)_[0-9]+(?:-[0-9]+)?$")
  // A day, a separator, a time, perhaps an offset from UTC, and then more.
  private static let recorder = expression(
    "^(.*?(?<![0-9])(?:19|20)[0-9]{6}[_T$-]?[0-9]{6}(?:Z|[+-][0-9]{4}|_-[0-9]{4}(?![0-9]))?)(?:[_. +-].*|T)?$"
  )

  private static let foundClip = expression("^(.+)_[0-9]+\\.[0-9]-[0-9]+\\.[0-9]$")

  private static func expression(_ pattern: String) -> NSRegularExpression {
    guard let expression = try? NSRegularExpression(pattern: pattern) else {
      preconditionFailure("\(pattern) is no regular expression")
    }
    return expression
  }

  /// The whole match and its groups; `nil` without a match, or if the group matched nothing.
  private static func match(_ expression: NSRegularExpression, _ text: String) -> [String]? {
    guard
      let match = expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text))
    else { return nil }
    let groups = (0..<match.numberOfRanges).map { index in
      Range(match.range(at: index), in: text).map { String(text[$0]) } ?? ""
    }
    return groups.dropFirst().contains(where: \.isEmpty) ? nil : groups
  }
}

/// The same content under several names.
public struct RepeatedContent: Sendable, Hashable, CustomStringConvertible {
  /// Of the clips, sorted; two at least. A piece of a file is named with its times.
  public let names: [String]
  /// What all of them are.
  public let content: LabelledClip.Content
  /// Different labels are given to it: one of them must be wrong, or both belong to all.
  public let isContradictory: Bool
  /// The labels that any of them has, sorted.
  public let labels: [SoundLabel]
  /// Whether one of them is a background.
  public let hasBackground: Bool
  /// Whether one of them has no label.
  public let hasUnlabelled: Bool

  private init(_ same: [LabelledClip], _ content: LabelledClip.Content) {
    names = same.map(\.title).sorted()
    self.content = content
    isContradictory = Set(same.map(\.labels)).count > 1
    labels = Set(same.flatMap(\.labels)).sorted()
    hasBackground = same.contains(where: \.isBackground)
    hasUnlabelled = same.contains { $0.labels.isEmpty }
  }

  public var description: String {
    let list = names.joined(separator: ", ")
    guard isContradictory else { return "\(list): the same content. Keep one." }
    let heard = labels.map(\.commonName)
    // No folder's name can say both.
    if hasBackground {
      return
        "\(list): the same content as background and as \(heard.joined(separator: ", ")). Keep the right one."
    }
    if hasUnlabelled {
      return
        "\(list): the same content as \(heard.joined(separator: ", ")) and as what only says what it is not. Keep one."
    }
    return
      "\(list): the same content with different labels (\(heard.joined(separator: ", "))). "
      + "Keep the right one; if all are heard, name the folder \(heard.joined(separator: ","))."
  }

  /// What is there more than once, by name. Different pieces of one file are no repetition.
  public static func find(in clips: [LabelledClip]) -> [RepeatedContent] {
    Dictionary(grouping: clips, by: \.content)
      .filter { $0.value.count > 1 }
      .map { RepeatedContent($0.value, $0.key) }
      .sorted {
        ($0.names[0], $0.content.span.lowerBound) < ($1.names[0], $1.content.span.lowerBound)
      }
  }
}

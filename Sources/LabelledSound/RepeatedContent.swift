/// The same content under several names.
public struct RepeatedContent: Sendable, Hashable, CustomStringConvertible {
  /// Of the clips, sorted; two at least.
  public let names: [String]
  /// Different labels are given to it: one of them must be wrong, or both belong to all.
  public let isContradictory: Bool
  /// The labels that any of them has, sorted.
  public let labels: [SoundLabel]

  public var description: String {
    let list = names.joined(separator: ", ")
    guard isContradictory else { return "\(list): the same content. Keep one." }
    return
      "\(list): the same content with different labels (\(labels.map(\.commonName).joined(separator: ", "))). "
      + "Keep the right one; if all are heard, name the folder \(labels.map(\.commonName).joined(separator: ","))."
  }

  /// Clips of one file and different pieces of it are no repetition.
  static func find(in clips: [LabelledClip]) -> [RepeatedContent] {
    struct Content: Hashable {
      let digest: String
      let span: Range<Double>?
    }
    return Dictionary(grouping: clips) { Content(digest: $0.digest, span: $0.span) }.values
      .filter { $0.count > 1 }
      .map { same in
        RepeatedContent(
          names: same.map(\.name).sorted(), isContradictory: Set(same.map(\.labels)).count > 1,
          labels: Set(same.flatMap(\.labels)).sorted())
      }.sorted { $0.names[0] < $1.names[0] }
  }
}

public import EventDetection

/// Looks for the windows that sound most like an example.
///
/// ```swift
/// let query = try SoundQuery(path: "jay.wav", stream: .channel(0), of: embedder)
/// var search = SimilaritySearch(query)
/// for recording in … { search.look(through: recording) }
/// for match in search.best(20) { print(match.path, match.seconds, match.similarity) }
/// ```
///
/// Similarity is the cosine between embeddings, -1…1; of several windows in the example either the most
/// similar counts, or their mean. Of windows that touch or overlap in one recording only the most similar is
/// told, so that a list shows as many moments as it has lines.
public struct SimilaritySearch: Sendable {
  /// A window that was found.
  public struct Match: Sendable, Hashable {
    /// Of the recording, as it was given.
    public let path: String
    /// Native samples.
    public let range: SampleRange
    /// Hz.
    public let sampleRate: Int
    /// -1…1.
    public let similarity: Float

    /// From the recording's beginning.
    public var seconds: (start: Double, end: Double) {
      (Double(range.start) / Double(sampleRate), Double(range.end) / Double(sampleRate))
    }
  }

  /// The example that windows are compared with.
  public let query: SoundQuery
  /// Windows that were compared.
  public private(set) var windowCount = 0
  /// Of each recording the windows that are more similar than all they touch.
  private var matches: [Match] = []

  /// Nothing is searched yet.
  public init(_ query: SoundQuery) { self.query = query }

  /// Compares a recording's windows with the example; its own sound is left out.
  public mutating func look(through recording: RecordingEmbeddings) {
    windowCount += recording.windows.count
    var found: [Match] = []
    for (window, range) in recording.windows.enumerated()
    where !query.holds(range, of: recording.path) {
      let similarity = query.similarity(of: recording.integers(of: window))
      found.append(
        Match(
          path: recording.path, range: range, sampleRate: recording.sampleRate,
          similarity: similarity))
    }
    matches += Self.apart(found)
  }

  /// The most similar moments, the most similar first; equal ones by path and time.
  public func best(_ count: Int) -> [Match] {
    Array(matches.sorted(by: Self.precedes).prefix(count))
  }

  /// Takes the most similar window, leaves out what it touches, and so on.
  private static func apart(_ found: [Match]) -> [Match] {
    var taken: [Match] = []
    var starts: [Int64] = []  // of what is taken, ascending
    for match in found.sorted(by: precedes) {
      // Windows of a recording are of one length, but for the last.
      let place = starts.partitioningIndex { $0 >= match.range.start }
      let touchesNext = place < starts.count && starts[place] <= match.range.end
      let touchesLast =
        place > 0 && match.range.start - starts[place - 1] <= match.range.end - match.range.start
      guard !touchesNext, !touchesLast else { continue }
      starts.insert(match.range.start, at: place)
      taken.append(match)
    }
    return taken
  }

  private static func precedes(_ one: Match, _ other: Match) -> Bool {
    if one.similarity != other.similarity { return one.similarity > other.similarity }
    if one.path != other.path { return one.path < other.path }
    return one.range.start < other.range.start
  }
}

extension [Int64] {
  /// Where the first element is that is as asked for; all before it are not.
  fileprivate func partitioningIndex(where belongs: (Int64) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

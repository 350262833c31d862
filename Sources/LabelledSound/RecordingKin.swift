extension LabelledClip {
  /// Clips whose recordings are told together: files of the same content come from one recording, whatever they are
  /// called, and with them all other clips of either.
  ///
  /// - Parameter clips: Of one set, or of several that are used together.
  /// - Returns: The same clips. Of all names that a recording has, it bears the first by the alphabet.
  public static func joiningRecordings(of clips: [LabelledClip]) -> [LabelledClip] {
    var kin = RecordingKin()
    for (digest, same) in Dictionary(grouping: clips, by: \.digest) where !digest.isEmpty {
      for clip in same.dropFirst() { kin.join(same[0].recording, clip.recording) }
    }
    return clips.map { clip in
      var clip = clip
      clip.recording = kin.first(of: clip.recording)
      return clip
    }
  }
}

/// Names of recordings that turn out to be one.
private struct RecordingKin {
  private var next: [String: String] = [:]

  /// Of all names of a recording, the first by the alphabet.
  func first(of name: String) -> String {
    var root = name
    while let above = next[root] { root = above }
    return root
  }

  mutating func join(_ one: String, _ other: String) {
    let (one, other) = (first(of: one), first(of: other))
    guard one != other else { return }
    // Upwards in the alphabet only, so that no circle can come about.
    next[max(one, other)] = min(one, other)
  }
}

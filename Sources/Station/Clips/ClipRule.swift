import EventDetection

/// Clip settings for one model and one stream: lengths in samples, names as classes.
struct ClipRule: Sendable {
  let before: Int64
  let after: Int64
  let longest: Int64
  let privacy: Privacy?
  /// A window that has not been told so many samples after it began never will be.
  let patience: Int64
  /// Whether the events of a class get clips, by class.
  private let isChosen: [Bool]
  /// The classes of kind `human`.
  private let voices: [Int]

  /// How voices are found out.
  struct Privacy: Sendable {
    let threshold: Float
    let margin: Int64
  }

  /// - Parameters:
  ///   - classes: In the order of the model's outputs.
  ///   - model: Its name, for messages.
  ///   - sampleRate: Of the stream, Hz.
  ///   - windowLength: Native samples of one window, rounded up.
  init(
    _ settings: ClipPolicy, classes: [DetectableClass], model: String, sampleRate: Int,
    windowLength: Int64
  ) throws(ClipPolicyError) {
    try settings.checkLengths()
    func samples(_ seconds: Double) -> Int64 {
      Int64((seconds * Double(sampleRate)).rounded())
    }
    before = samples(settings.before)
    after = samples(settings.after)
    longest = samples(settings.longest)
    // Resampler and front end hold back much less than a second.
    patience = windowLength + Int64(sampleRate)
    voices = classes.indices.filter { classes[$0].taxon.kind == .human }
    switch settings.voices {
    case .keep: privacy = nil
    case .drop(let threshold, let margin):
      guard !voices.isEmpty else { throw .noHumanClass(model: model) }
      for index in voices where classes[index].highestScore < threshold {
        throw .voiceOutOfReach(
          class: classes[index].taxon.commonName, highest: classes[index].highestScore,
          threshold: threshold)
      }
      privacy = Privacy(threshold: threshold, margin: samples(margin))
    }
    let names = ClassNames(classes.map(\.taxon))
    let only = try names.indices(settings.only)
    let except = try names.indices(settings.except)
    let keepsVoices = privacy == nil
    isChosen = classes.indices.map { index in
      (only.isEmpty || only.contains(index)) && !except.contains(index)
        && (keepsVoices || classes[index].taxon.kind != .human)
    }
  }

  /// Whether an event of a class gets a clip.
  func wants(_ classIndex: Int) -> Bool { isChosen[classIndex] }

  /// How sure the model is that somebody speaks in a window: the highest score of its human classes.
  /// - Parameter score: Of a class.
  func voiceScore(_ score: (Int) -> Float) -> Float {
    var highest: Float = 0
    for index in voices {
      let score = score(index)
      // What is no number is no proof of silence.
      guard score == score else { return 1 }
      highest = max(highest, score)
    }
    return highest
  }

  /// Samples that a history must hold so that the longest clip is there when it is decided.
  /// - Parameter decisionDelay: Samples from the end of an event until the rule says that it is over.
  func historyLength(decisionDelay: Int64) -> Int {
    Int(longest + max((privacy?.margin ?? 0) + patience, decisionDelay) + 2 * Self.slack)
  }

  /// The largest block of sound, by which a history moves on at once.
  static let slack: Int64 = 65_536
}

extension ClassNames {
  fileprivate func indices(_ names: [String]) throws(ClipPolicyError) -> Set<Int> {
    var found: Set<Int> = []
    for name in names {
      do throws(DetectionError) {
        found.formUnion(try indices(of: name, in: "clips"))
      } catch { throw .name(error) }
    }
    return found
  }
}

extension ClipPolicy {
  fileprivate func checkLengths() throws(ClipPolicyError) {
    let lengths = [("before", before), ("after", after)]
    for (name, seconds) in lengths where !(0...60).contains(seconds) {
      throw .length(name: name, seconds: seconds, expected: "0 to 60")
    }
    guard longest > before + after, longest <= 3600 else {
      throw .length(
        name: "longest", seconds: longest,
        expected: "more than before and after together (\(before + after)), at most 3600")
    }
    guard case .drop(let threshold, let margin) = voices else { return }
    guard threshold > 0, threshold <= 1 else {
      throw .privacy(
        name: "threshold", value: Double(threshold), expected: "more than 0, at most 1")
    }
    guard (0...60).contains(margin) else {
      throw .privacy(name: "margin", value: margin, expected: "0 to 60 seconds")
    }
  }
}

import AudioFeatures
import EventDetection
import QuantizedInference

/// Classifies the windows of one segment after another; one for each worker.
///
/// ```swift
/// var classifier = try SegmentClassifier(bundle, step: bundle.defaultStep)
/// classifier.process(samples)   // of the segment, at the model's rate, in blocks of any size
/// let scores = classifier.finish()
/// ```
///
/// Nothing is allocated for a window that is not stored.
public struct SegmentClassifier: ~Copyable {
  /// Whose windows are cut and whose network is run.
  public let bundle: ModelBundle
  private var stream: WindowStream
  private var session: Session
  private var logits: [Int8]
  private var scores = SegmentScores()

  /// - Parameters:
  ///   - step: From one window to the next, in samples at the model's rate.
  /// - Throws: ``BundleError/step(samples:hop:windowLength:)`` if that is no whole number of hops, or
  ///   longer than a window.
  public init(_ bundle: ModelBundle, step: Int) throws(BundleError) {
    let stream = try bundle.stream(step: step)
    let session = try bundle.session()
    self.bundle = bundle
    self.stream = stream
    self.session = session
    logits = [Int8](repeating: 0, count: bundle.classes.count)
  }

  /// - Parameters:
  ///   - samples: Those that follow the ones given before, at the model's rate; the first are the
  ///     segment's first.
  ///   - counts: Whether a window counts: the network is spared the others, and none is stored.
  public mutating func process(
    _ samples: Span<Float>, where counts: (_ window: Int) -> Bool = { _ in true }
  ) {
    stream.process(samples) { window, image in
      if counts(window) {
        session.run(image, into: &logits, window: window, &scores, bundle.scoreTable)
      } else {
        scores.windowCount = window + 1
      }
    }
  }

  /// What has been stored since the last time; the segment goes on.
  public mutating func takeScores() -> SegmentScores {
    defer {
      scores.windows.removeAll(keepingCapacity: true)
      scores.logits.removeAll(keepingCapacity: true)
    }
    return scores
  }

  /// Ends the segment; the next samples begin another.
  public mutating func finish() -> SegmentScores {
    _ = stream.finish { window, image in
      session.run(image, into: &logits, window: window, &scores, bundle.scoreTable)
    }
    stream.reset()
    defer { scores = SegmentScores() }
    return scores
  }
}

extension Session {
  /// Runs one window, and keeps its logits if they are worth it.
  fileprivate mutating func run(
    _ image: Span<Int8>, into logits: inout [Int8], window: Int, _ scores: inout SegmentScores,
    _ table: ScoreTable
  ) {
    var output = logits.mutableSpan
    run(image, into: &output)
    scores.windowCount = window + 1
    guard table.isWorthStoring(logits.span) else { return }
    scores.windows.append(window)
    scores.logits.append(contentsOf: logits)
  }
}

/// The network's outputs for the windows of one segment.
public struct SegmentScores: Sendable, Hashable {
  /// Windows that were computed, stored or not.
  public internal(set) var windowCount = 0
  /// The windows stored, ascending: those in which any class reaches the bundle's score floor.
  public internal(set) var windows: [Int] = []
  /// Shape `[windows, classes]`: each stored window's outputs.
  public internal(set) var logits: [Int8] = []
}

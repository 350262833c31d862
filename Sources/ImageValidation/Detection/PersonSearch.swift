import Threading

/// A detector's findings in many pictures, several at the same time.
public struct PersonSearch: Sendable {
  /// What was found in one picture.
  public struct Finding: Sendable {
    /// The picture as it was decoded.
    public let file: ImageFile
    /// The surest first, with scores above the threshold.
    public let boxes: [PersonBox]
  }

  /// What looks; each thread has a session of its own.
  public let detector: PersonDetector
  /// A box is told if its score is above this.
  public let threshold: Double
  /// Pictures at the same time, each on a thread; fewer than 1 count as 1.
  public let jobs: Int

  /// Starts nothing: ``run(_:stop:keeping:tell:)`` does.
  public init(_ detector: PersonDetector, threshold: Double, jobs: Int) {
    self.detector = detector
    self.threshold = threshold
    self.jobs = jobs
  }

  /// - Parameters:
  ///   - stop: Asked before each picture.
  ///   - transform: Takes what is wanted of a finding, given its picture's position too, on any
  ///     thread, so that decoded pictures need not be kept.
  ///   - tell: Called on this thread with each picture's position and outcome as it comes.
  /// - Throws: If there is no memory for the network.
  public func run<Kept: Sendable>(
    _ paths: [String], stop: @escaping @Sendable () -> Bool = { false },
    keeping transform: @escaping @Sendable (Int, Finding) -> Kept,
    tell: (Int, Result<Kept, ImageValidationError>) -> Void
  ) throws {
    let work = ParallelWork<(offset: Int, path: String), Result<Kept, ImageValidationError>>(
      items: paths.enumerated().map { ($0, $1) }, jobs: jobs
    ) { [detector, threshold] in
      let detect = try detector.makeDetect()
      return { picture in
        do throws(ImageValidationError) {
          let file = try ImageFile(path: picture.path)
          let boxes = detect(file.image).filter { $0.score > threshold }
          return .success(transform(picture.offset, Finding(file: file, boxes: boxes)))
        } catch {
          return .failure(error)
        }
      }
    }
    try work.run(stop: stop, deliver: tell)
  }
}

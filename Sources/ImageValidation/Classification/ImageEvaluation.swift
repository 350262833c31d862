import Threading

/// A network's answers on a folder of labelled images.
///
/// ```swift
/// let network = try ImageNetwork(model)
/// let folder = try ImageFolder(path: "vww-s256", outputs: network.classCount)
/// let evaluation = ImageEvaluation(
///   network, preparation: .squeezed(width: network.width, height: network.height), jobs: 2)
/// let answers = try evaluation.run(folder.images)
/// print(ClassificationSummary(answers.compactMap { try? $0.get() }, classCount: 2).accuracy)
/// ```
///
/// The answers do not depend on the number of threads.
public struct ImageEvaluation: Sendable {
  /// What is evaluated.
  public let network: ImageNetwork
  /// How an image becomes a picture of the network's size.
  public let preparation: ImagePreparation
  /// Images at the same time, each on a thread with a session of its own.
  public let jobs: Int
  /// Whether ``Classification/outputs`` are kept.
  public let keepsOutputs: Bool

  /// - Precondition: `preparation` gives pictures of the network's size.
  public init(
    _ network: ImageNetwork, preparation: ImagePreparation, jobs: Int, keepsOutputs: Bool = true
  ) {
    switch preparation {
    case .squeezed(let width, let height):
      precondition(width == network.width && height == network.height, "another size of input")
    case .centreSquare(let side):
      precondition(side == network.width && side == network.height, "another size of input")
    }
    self.network = network
    self.preparation = preparation
    self.jobs = jobs
    self.keepsOutputs = keepsOutputs
  }

  /// What became of one image.
  public typealias Outcome = Result<Classification, ImageValidationError>

  /// - Parameters:
  ///   - images: Their labels are below the network's number of classes.
  ///   - stop: Asked before each image.
  ///   - tell: Called on this thread with each outcome as it comes.
  /// - Returns: In the order of the images; fewer, with gaps, if told to stop.
  /// - Throws: If there is no memory for the network.
  public func run(
    _ images: [ImageFolder.Image], stop: @escaping @Sendable () -> Bool = { false },
    tell: (Outcome) -> Void = { _ in }
  ) throws -> [Outcome] {
    var outcomes = [Outcome?](repeating: nil, count: images.count)
    let work = ParallelWork<ImageFolder.Image, Outcome>(items: images, jobs: jobs) {
      [network, preparation, keepsOutputs] in
      let score = try network.makeScorer()
      return { image in
        do throws(ImageValidationError) {
          let file = try ImageFile(path: image.path)
          let outputs = score(preparation.applied(to: file.image).pixels)
          return .success(
            Classification(
              image, outputs: outputs, keepsOutputs: keepsOutputs, guess: file.guess))
        } catch {
          return .failure(error)
        }
      }
    }
    try work.run(stop: stop) { position, outcome in
      outcomes[position] = outcome
      tell(outcome)
    }
    return outcomes.compactMap(\.self)
  }
}

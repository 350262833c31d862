import ImageValidation
import ModelZoo
import QuantizedInference

/// The sets of labelled pictures that the zoo's networks are tried on, and the trials.
final class ZooTrial {
  /// A set as it was named.
  struct PictureSet {
    let task: PublishedNet.Task
    let path: String
    let images: ImageFolder
  }

  let sets: [PictureSet]
  private let jobs: Int
  /// Pictures without an answer, all networks together.
  private(set) var failed = 0

  /// - Parameter networks: All of the zoo.
  /// - Throws: What is wrong with a folder; if there is no network to be tried on it.
  init(
    vww: String?, imageNet: String?, classList: String?, jobs: Int, of networks: [ZooNetwork]
  ) throws {
    var sets: [PictureSet] = []
    if let vww {
      sets.append(
        PictureSet(
          task: .visualWakeWords, path: vww, images: try ImageFolder(path: vww, outputs: 2)))
    }
    if let imageNet {
      sets.append(
        PictureSet(
          task: .imageNet, path: imageNet,
          images: try ImageFolder(path: imageNet, outputs: 1000, classList: classList)))
    }
    for set in sets where !networks.contains(where: { $0.isTrained && $0.net.task == set.task }) {
      let names = PublishedNet.all.filter { $0.task == set.task }.map(\.name)
      throw UsageError(
        "\(set.path): there is no network's file to be tried on it. Fetch one with `earshot models "
          + "fetch` (\(names.joined(separator: ", "))), or name the folder of the files with --models."
      )
    }
    self.sets = sets
    self.jobs = jobs
  }

  /// - Returns: What share of its set the network knows; `nil` if there is no set for it.
  /// - Throws: If it is no classifier of such pictures; ``ExitCode`` if the user ended it.
  func accuracy(of network: ZooNetwork, _ model: Model) throws -> ZooRow.Accuracy? {
    guard network.isTrained, let path = network.path,
      let set = sets.first(where: { $0.task == network.net.task })
    else { return nil }
    let classifier = try ModelLocation.images(of: path) { () throws(ImageValidationError) in
      try ImageNetwork(model)
    }
    guard classifier.classCount == set.images.classNames.count else {
      throw UsageError(
        "\(path): tells \(classifier.classCount) classes apart, not the \(set.images.classNames.count) "
          + "of \(set.path). Fetch the published file.")
    }
    let run =
      switch set.task {
      case .imageNet:
        try ClassificationRun.imageNet(classifier, named: path, images: set.images, jobs: jobs)
      case .visualWakeWords, .personDetection:
        ClassificationRun.visualWakeWords(classifier, images: set.images, jobs: jobs)
      }
    let work = ImageWork(total: set.images.images.count)
    let answers = try run.answers(work)
    if work.stop() { try work.end() }
    failed += work.failed
    guard !answers.isEmpty else { return nil }
    return ZooRow.Accuracy(
      ClassificationSummary(answers, classCount: classifier.classCount), failed: work.failed)
  }
}

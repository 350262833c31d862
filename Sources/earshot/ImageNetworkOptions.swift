import ArgumentParser
import ImageValidation

/// Which classifier of images, and in what numbers it is computed.
struct ImageNetworkOptions: ParsableArguments {
  @Option(
    help: """
      int8, as the file has it, or fp32: the real numbers for which its integers stand. A file of \
      float32 has fp32 alone.
      """)
  var precision = Precision.int8

  @Option(
    help: "A checkpoint (.npz) whose weights take the place of the file's; needs fp32.")
  var weights: String?

  func validate() throws {
    guard weights == nil || precision == .fp32 else {
      throw ValidationError("--weights are of float32: add --precision fp32.")
    }
  }

  /// - Parameter name: As ``ModelLocation/network(named:strategy:)`` takes it.
  func network(named name: String) throws -> ImageNetwork {
    switch precision {
    case .int8:
      try ImageNetwork(ModelLocation.network(named: name))
    case .fp32:
      try ImageNetwork(
        ModelLocation.floatModel(
          contentsOf: ModelLocation.networkPath(named: name), weights: weights))
    }
  }

  /// The network's name for a report.
  func title(of name: String) -> String {
    guard precision == .fp32 else { return name }
    return weights.map { "\(name) in fp32 with \($0)" } ?? "\(name) in fp32"
  }
}

import ArgumentParser
import QuantizedInference

/// In what numbers a network is computed, and with which weights.
struct PrecisionOptions: ParsableArguments {
  enum Precision: String, ExpressibleByArgument, CaseIterable {
    /// In the integers of its file.
    case int8
    /// In the real numbers for which these stand.
    case fp32
  }

  @Option(
    help: """
      int8, as the file has it, or fp32: the real numbers for which its integers stand. A file of \
      float32 has fp32 alone.
      """)
  var precision = Precision.int8

  @Option(
    help: "A checkpoint (.npz) whose weights take the place of the file's; needs fp32.")
  var weights: String?

  @Option(
    help: """
      What the checkpoint's batch normalisation adds to each variance (default: 1e-5; mbv2 and \
      proxyless have 1e-3).
      """)
  var epsilon: Double?

  func validate() throws {
    guard weights == nil || precision == .fp32 else {
      throw ValidationError("--weights are of float32: add --precision fp32.")
    }
    guard let epsilon else { return }
    guard weights != nil else {
      throw ValidationError("--epsilon belongs to a checkpoint: name one by --weights.")
    }
    guard epsilon.isFinite, epsilon >= 0 else {
      throw ValidationError("--epsilon \(epsilon): it is zero or more.")
    }
  }

  /// The network in a file, in its own integers.
  func storedModel(contentsOf path: String, arithmetic: Arithmetic = .liteRT) throws -> Model {
    try ModelLocation.model(
      contentsOf: path, arithmetic: arithmetic, floatAdvice: ": add --precision fp32.")
  }

  /// The network in a file, in single precision.
  func floatModel(contentsOf path: String) throws -> FloatModel {
    do {
      let checkpoint = try weights.map {
        try Checkpoint(contentsOf: $0, epsilon: epsilon ?? Checkpoint.defaultEpsilon)
      }
      return try FloatModel(contentsOf: path, weights: checkpoint)
    } catch let error as ModelError {
      throw ModelLocation.named(error, path)
    }
  }
}

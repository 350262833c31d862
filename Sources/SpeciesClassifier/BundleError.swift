/// Why a model bundle cannot be used.
public enum BundleError: Error, Equatable, CustomStringConvertible {
  /// The folder, or one of its files, is not there or cannot be read.
  case unreadable(path: String, reason: String)
  /// `bundle.json` cannot be understood.
  case manifest(path: String, reason: String)
  /// `model.tflite` cannot be loaded; the reason has the byte offset.
  case network(path: String, reason: String)
  /// The parts do not fit together: all that is wrong.
  case unfit(path: String, [BundleProblem])
  /// A step, in samples at the model's rate, that is no whole number of hops, or longer than a
  /// window.
  case step(samples: Int, hop: Int, windowLength: Int)
  /// Windows that share less than nothing, or all they have.
  case overlap(seconds: Double, windowSeconds: Double)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): the model bundle cannot be read: \(reason)."
    case .manifest(let path, let reason):
      "\(path): \(reason)"
    case .network(let path, let reason):
      "\(path): \(reason)"
    case .unfit(let path, let problems):
      problems.map { "\(path): \($0)" }.joined(separator: "\n")
    case .step(let samples, let hop, let windowLength):
      "windows \(samples) samples apart are not possible with this model: a multiple of its hop, "
        + "\(hop), from one hop to a window's length, \(windowLength)."
    case .overlap(let seconds, let windowSeconds):
      "windows that share \(seconds) s are not possible with this model: from 0 to less than a "
        + "window's length, \((windowSeconds * 1000).rounded(.down) / 1000) s."
    }
  }
}

/// Two parts of a bundle that do not fit together, by name.
public enum BundleProblem: Hashable, Sendable, CustomStringConvertible {
  /// The network has not exactly one input and one output.
  case ends(inputs: Int, outputs: Int)
  /// An input or output tensor that is not int8.
  case elementType(tensor: String, type: String)
  /// An input or output tensor without a scale, or with several.
  case quantization(tensor: String, scales: Int)
  /// The front end's image and the network's input, NHWC.
  case imageShape(frontEnd: [Int], network: [Int])
  /// An output that is not one row of logits.
  case outputShape([Int])
  /// The manifest names more classes than the network has outputs, or fewer.
  case classCount(classes: Int, outputs: Int)
  /// The output ends in probabilities, not logits.
  case notLogits(operator: String)
  /// All classes are background sounds: nothing could become an event.
  case noClasses
  /// Two classes with the same name, or one with none.
  case className(index: Int, name: String)
  /// A scale that is not positive, or a number that is not finite.
  case calibration(className: String, scale: Double, offset: Double)
  /// A threshold below the score floor, or not below 1.
  case threshold(className: String, threshold: Float, scoreFloor: Float)
  /// A score floor outside 0 ..< 1.
  case scoreFloor(Float)
  /// A step of no hop, or of more than a window has.
  case stepHops(Int, windowHops: Int)
  /// A text that says nothing: `name`, `version` or `licence`.
  case emptyText(key: String)

  public var description: String {
    switch self {
    case .ends(let inputs, let outputs):
      "the network must have one input and one output; its inputs are \(inputs), its outputs \(outputs)."
    case .elementType(let tensor, let type):
      "the network's tensor \(tensor) is \(type); it must be int8."
    case .quantization(let tensor, let scales):
      "the network's tensor \(tensor) has \(scales) scales; it must have one."
    case .imageShape(let frontEnd, let network):
      "the front end makes images of \(frontEnd) and the network takes \(network) (batch, height, "
        + "width, channels)."
    case .outputShape(let shape):
      "the network's output is of shape \(shape); it must be [1, classes]."
    case .classCount(let classes, let outputs):
      "bundle.json names \(classes) classes, and the network has \(outputs) outputs."
    case .notLogits(let name):
      "the network ends in \(name); it must end in logits, because an int8 probability cannot say "
        + "more than 255/256."
    case .noClasses:
      "no class is a species or human: there is nothing to detect."
    case .className(let index, let name):
      name.isEmpty
        ? "class \(index) has no commonName." : "two classes are called \(name)."
    case .calibration(let name, let scale, let offset):
      "the calibration of \(name), scale \(scale) and offset \(offset), must be finite, and its "
        + "scale positive."
    case .threshold(let name, let threshold, let floor):
      "the threshold of \(name), \(threshold), must be at least the scoreFloor, \(floor), and below 1."
    case .scoreFloor(let floor):
      "the scoreFloor is \(floor); it must be at least 0 and less than 1."
    case .stepHops(let hops, let windowHops):
      "stepHops is \(hops); it must be from 1 to the \(windowHops) hops of a window."
    case .emptyText(let key):
      "\(key) is empty."
    }
  }
}

public import QuantizedInference

/// A model ready to run again and again on one input, as its peers are when they are timed.
public final class EngineRunner {
  public let model: Model
  private var session: Session
  private let inputs: [[UInt8]]
  /// Nil for a model that takes or gives anything but one int8 tensor.
  private let image: [Int8]?
  private var logits: [Int8]
  private var results: [[UInt8]]

  /// - Parameter inputs: The bytes of each input; without, a ramp.
  public init(_ model: Model, inputs: [[UInt8]]? = nil) throws(ModelError) {
    let inputs = inputs ?? Self.ramps(for: model)
    var session = try Session(model)
    results = try session.run(inputs: inputs)
    self.session = session
    let ends = model.inputs + model.outputs
    let isInt8 = ends.count == 2 && ends.allSatisfy { $0.elementType == .int8 }
    image = isInt8 ? inputs[0].map { Int8(bitPattern: $0) } : nil
    logits = [Int8](repeating: 0, count: isInt8 ? model.outputs[0].elementCount : 0)
    self.model = model
    self.inputs = inputs
  }

  /// One inference. The input is copied into the session, which may write over it.
  public func run() {
    if let image {
      var output = logits.mutableSpan
      session.run(image.span, into: &output)
    } else {
      // The initializer ran the same inputs, so that they fit is known.
      try? session.run(inputs: inputs, into: &results)
    }
  }

  /// The bytes of every output of the last run, one after the other.
  public var outputBytes: [UInt8] {
    image == nil ? results.flatMap { $0 } : logits.map { UInt8(bitPattern: $0) }
  }

  private static func ramps(for model: Model) -> [[UInt8]] {
    model.inputs.map { input in
      (0..<input.byteCount).map { UInt8(truncatingIfNeeded: $0 * 7) }
    }
  }
}

public import QuantizedInference

extension ImageNetwork {
  /// A `.tflite` classifier on the int8 engine.
  ///
  /// An int8 input gets the pixel less 128, a uint8 input the pixel, as the published evaluations do,
  /// whatever scale the input declares. A float32 input, which its graph quantizes, gets the pixel
  /// scaled to -1…1.
  ///
  /// - Throws: ``ImageValidationError/unfitNetwork(reason:)`` if it does not take one RGB picture, or
  ///   does not give one number a class.
  public init(_ model: Model) throws(ImageValidationError) {
    guard model.inputs.count == 1, let input = model.inputs.first,
      input.shape.count == 4, input.shape[0] == 1, input.shape[3] == 3, input.elementCount > 0
    else {
      throw .unfitNetwork(
        reason: "its input is no picture of shape [1, height, width, 3] but "
          + model.inputs.map { "\($0.shape)" }.joined(separator: ", "))
    }
    guard model.outputs.count == 1, let output = model.outputs.first,
      output.shape.count <= 4, output.elementCount > 1,
      output.shape.max() == output.elementCount
    else {
      throw .unfitNetwork(
        reason: "its output is not one number for each of several classes but of shape "
          + model.outputs.map { "\($0.shape)" }.joined(separator: ", "))
    }
    guard let encode = PixelEncoding(input.elementType),
      let decode = OutputDecoding(output.elementType)
    else {
      throw .unfitNetwork(
        reason: "its input is \(input.elementType.rawValue) and its output "
          + "\(output.elementType.rawValue); both can be int8, uint8 or float32")
    }
    self.init(
      width: input.shape[2], height: input.shape[1], classCount: output.elementCount,
      hasIntegerOutputs: output.elementType != .float32
    ) {
      let engine = try Engine(model)
      return { pixels in decode.values(engine.outputs(for: encode.bytes(of: pixels))[0]) }
    }
  }
}

/// A session that a closure can hold.
final class Engine {
  private var session: Session

  init(_ model: Model) throws(ModelError) { session = try Session(model) }

  /// - Precondition: As many bytes as the model's only input has.
  func outputs(for input: [UInt8]) -> [[UInt8]] {
    do {
      return try session.run(inputs: [input])
    } catch {
      preconditionFailure("a picture of the network's own size was refused: \(error)")
    }
  }
}

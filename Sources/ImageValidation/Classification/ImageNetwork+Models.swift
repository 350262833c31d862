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
    let (input, output) = try Self.picture(model.inputs, answer: model.outputs)
    let (encode, decode) = try Self.coding(input, output)
    self.init(
      width: input.shape[2], height: input.shape[1], classCount: output.elementCount,
      hasIntegerOutputs: output.elementType != .float32
    ) {
      let engine = try Engine(model)
      return { pixels in decode.values(engine.outputs(for: encode.bytes(of: pixels))[0]) }
    }
  }

  /// The same classifier in float32: it gets the real numbers for which the bytes stand that the int8
  /// engine gets, and gives real numbers.
  ///
  /// - Throws: As for the int8 engine.
  public init(_ model: FloatModel) throws(ImageValidationError) {
    let (input, output) = try Self.picture(model.storedInputs, answer: model.outputs)
    let (encode, _) = try Self.coding(input, output)
    self.init(
      width: input.shape[2], height: input.shape[1], classCount: output.elementCount,
      hasIntegerOutputs: false
    ) {
      let engine = try FloatEngine(model)
      return { pixels in engine.outputs(for: encode.bytes(of: pixels)) }
    }
  }

  /// The input and the output, if they are one picture and one number for each class.
  private static func picture(
    _ inputs: [TensorDescription], answer outputs: [TensorDescription]
  ) throws(ImageValidationError) -> (input: TensorDescription, output: TensorDescription) {
    guard inputs.count == 1, let input = inputs.first,
      input.shape.count == 4, input.shape[0] == 1, input.shape[3] == 3, input.elementCount > 0
    else {
      throw .unfitNetwork(
        reason: "its input is no picture of shape [1, height, width, 3] but "
          + inputs.map { "\($0.shape)" }.joined(separator: ", "))
    }
    guard outputs.count == 1, let output = outputs.first,
      output.shape.count <= 4, output.elementCount > 1,
      output.shape.max() == output.elementCount
    else {
      throw .unfitNetwork(
        reason: "its output is not one number for each of several classes but of shape "
          + outputs.map { "\($0.shape)" }.joined(separator: ", "))
    }
    return (input, output)
  }

  private static func coding(
    _ input: TensorDescription, _ output: TensorDescription
  ) throws(ImageValidationError) -> (PixelEncoding, OutputDecoding) {
    guard let encode = PixelEncoding(input.elementType),
      let decode = OutputDecoding(output.elementType)
    else {
      throw .unfitNetwork(
        reason: "its input is \(input.elementType.rawValue) and its output "
          + "\(output.elementType.rawValue); both can be int8, uint8 or float32")
    }
    return (encode, decode)
  }
}

/// A session in float32 that a closure can hold.
private final class FloatEngine {
  private let model: FloatModel
  private var session: FloatSession

  init(_ model: FloatModel) throws(ModelError) {
    self.model = model
    session = try FloatSession(model)
  }

  /// - Precondition: As many bytes as the file's only input has.
  func outputs(for input: [UInt8]) -> [Float] {
    do {
      return try session.run([model.reals(ofInput: 0, input)])[0]
    } catch {
      preconditionFailure("a picture of the network's own size was refused: \(error)")
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

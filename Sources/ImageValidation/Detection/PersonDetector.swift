public import QuantizedInference

/// Finds people in pictures with MCUNet's detector.
///
/// ```swift
/// let detector = try PersonDetector(model)
/// let detect = try detector.makeDetect()
/// for box in detect(file.image) where box.score > 0.3 { print(box) }
/// ```
///
/// The picture is squeezed to the network's input with Pillow's bicubic resize, as published.
public struct PersonDetector: Sendable {
  /// What is made of boxes that overlap.
  public let merging: BoxMerging
  /// Of the network's input, in pixels.
  public let width: Int
  /// Of the network's input, in pixels.
  public let height: Int
  private let model: Model
  private let heads: [DetectionHead]
  private let encode: PixelEncoding
  private let decode: [OutputDecoding]

  /// The score above which published pictures show a box.
  public static let shownScore = 0.3

  /// - Throws: ``ImageValidationError/unfitNetwork(reason:)`` if its outputs are not the maps of such
  ///   a detector.
  public init(_ model: Model, merging: BoxMerging = BoxMerging()) throws(ImageValidationError) {
    guard model.inputs.count == 1, let input = model.inputs.first, input.shape.count == 4,
      input.shape[0] == 1, input.shape[3] == 3, input.elementType == .float32,
      let encode = PixelEncoding(input.elementType)
    else {
      throw .unfitNetwork(reason: "its input is no float32 picture of shape [1, height, width, 3]")
    }
    (width, height) = (input.shape[2], input.shape[1])
    let heads = model.outputs.compactMap { [width, height] output in
      output.elementType == .float32
        ? DetectionHead(shape: output.shape, inputWidth: width, inputHeight: height) : nil
    }
    guard !heads.isEmpty, heads.count == model.outputs.count else {
      throw .unfitNetwork(
        reason: "its outputs are not float32 maps of cells 32, 16 or 8 pixels wide with 18 values "
          + "each but of shape " + model.outputs.map { "\($0.shape)" }.joined(separator: ", "))
    }
    self.model = model
    self.heads = heads
    self.encode = encode
    self.merging = merging
    decode = model.outputs.compactMap { OutputDecoding($0.elementType) }
  }

  /// Finds the people in one picture after another, the surest first, however unsure, in pixels of
  /// the picture.
  public typealias Detect = (RGBImage) -> [PersonBox]

  /// Makes a detector for one thread, with memory of its own.
  /// - Throws: ``ModelError`` if there is no memory for the network.
  public func makeDetect() throws(ModelError) -> Detect {
    let engine = try Engine(model)
    return { image in
      let input = ImageResize(.bicubic, width: width, height: height).applied(to: image)
      let outputs = zip(decode, engine.outputs(for: encode.bytes(of: input.pixels)))
        .map { $0.values($1) }
      return boxes(from: outputs, imageWidth: image.width, imageHeight: image.height)
    }
  }

  /// What follows the network.
  /// - Parameter outputs: Of the network, one array each.
  func boxes(from outputs: [[Float]], imageWidth: Int, imageHeight: Int) -> [PersonBox] {
    merging.merged(zip(heads, outputs).flatMap { $0.boxes($1) }).map {
      $0.scaled(
        horizontally: Double(imageWidth) / Double(width),
        vertically: Double(imageHeight) / Double(height))
    }
  }
}

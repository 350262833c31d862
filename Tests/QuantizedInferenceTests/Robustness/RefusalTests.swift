import ModelWriting
import QuantizedInference
import Testing

/// What a file may not hold is refused when it is loaded, by name.
@Suite struct RefusalTests {
  private let image = TFLiteTensor(int8: [1, 4, 4, 2], scale: 0.5, zeroPoint: 0)

  private func error(_ file: [UInt8]) -> ModelError? {
    do throws(ModelError) {
      _ = try Model(bytes: file)
      return nil
    } catch {
      return error
    }
  }

  private func message(_ file: [UInt8]) -> String { error(file)?.description ?? "accepted" }

  private func message(
    _ operation: TFLiteOperation, _ inputs: [TFLiteTensor], _ output: TFLiteTensor
  ) -> String {
    message(OneOperatorModel(operation, inputs: inputs, output: output).file)
  }

  @Test(arguments: [
    (19, "RELU"), (28, "TANH"), (47, "EXP"), (67, "TRANSPOSE_CONV"), (117, "HARD_SWISH"),
    (126, "BATCH_MATMUL"), (150, "GELU"),
  ])
  func `an operator that is not supported is named`(code: Int, name: String) throws {
    let found = error(
      OneOperatorModel(.other(code: Int32(code)), inputs: [image], output: image).file)
    guard case .unsupported(.operator(position: 0, name: name, byte: _), what: _) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(found?.description.contains("operator \(name) is not supported") == true)
  }

  @Test func `the number of an operator that is not in the schema is told`() {
    #expect(message(.other(code: 9999), [image], image).contains("9999"))
  }

  @Test func `float arithmetic is refused`() {
    let real = TFLiteTensor(.float32, [1, 4, 4, 2])
    for operation in [TFLiteOperation.add(), .mul()] {
      #expect(message(operation, [real, real], real).contains("float32 is not supported"))
    }
    #expect(message(.logistic, [real], real).contains("float32 is not supported"))
  }

  @Test func `an output of another shape than its inputs give is told with both`() {
    var wrong = image
    wrong.shape = [1, 4, 5, 2]
    for message in [
      message(.add(), [image, image], wrong),
      message(.maxPool2D(TFLiteWindow(height: 1, width: 1)), [image], wrong),
      message(.transpose, [image, TFLiteTensor(integers: [0, 1, 2, 3])], wrong),
      message(
        .pad, [image, TFLiteTensor(integers: [0, 0, 0, 0, 0, 0, 0, 0], shape: [4, 2])], wrong),
    ] {
      #expect(message.contains("[1, 4, 5, 2]") && message.contains("[1, 4, 4, 2]"), "\(message)")
    }
  }

  @Test func `windows that do not fit into the image are refused`() {
    let output = TFLiteTensor(int8: [1, 1, 1, 2], scale: 0.5, zeroPoint: 0)
    let window = TFLiteWindow(height: 5, width: 5)
    #expect(
      error(OneOperatorModel(.maxPool2D(window), inputs: [image], output: output).file) != nil)
    let weights = TFLiteTensor(
      values: [Int8](repeating: 1, count: 100), shape: [2, 5, 5, 2], .init(scale: 0.1, zeroPoint: 0)
    )
    #expect(
      error(
        OneOperatorModel(
          .conv2D(window), inputs: [image, weights, TFLiteTensor(integers: [0, 0])], output: output
        ).file) != nil)
  }

  @Test(arguments: [0, -1, Int(Int32.min), Int(Int32.max)])
  func `strides and dilations that lead nowhere are refused`(length: Int) {
    let weights = TFLiteTensor(
      values: [Int8](repeating: 1, count: 4), shape: [2, 1, 1, 2], .init(scale: 0.1, zeroPoint: 0))
    for keyPath in [
      \TFLiteWindow.strideHeight, \.strideWidth, \.dilationHeight, \.dilationWidth,
    ] {
      var window = TFLiteWindow(height: 1, width: 1)
      window[keyPath: keyPath] = length
      let model = OneOperatorModel(
        .conv2D(window), inputs: [image, weights, TFLiteTensor(integers: [0, 0])], output: image)
      #expect(error(model.file) != nil)
    }
  }

  @Test func `a sum that could leave 32 bits is refused`() {
    let weights = TFLiteTensor(
      values: [Int8](repeating: 127, count: 4), shape: [2, 1, 1, 2], .init(scale: 0.1, zeroPoint: 0)
    )
    let biases = TFLiteTensor(integers: [Int32.max, 0])
    let message = message(
      .conv2D(TFLiteWindow(height: 1, width: 1)), [image, weights, biases], image)
    #expect(message.contains("32 bits"), "\(message)")
  }

  @Test func `a graph whose tensors are read before they are written is refused`() {
    var writer = TFLiteWriter()
    let tensors = (0..<4).map { _ in writer.add(image) }
    writer.add(.add(), inputs: [tensors[0], tensors[2]], output: tensors[1])
    writer.add(.add(), inputs: [tensors[0], tensors[1]], output: tensors[2])
    writer.inputs = [tensors[0]]
    writer.outputs = [tensors[2]]
    #expect(message(writer.serialized()).contains("before anything is written"))
  }

  @Test func `a tensor that is written twice is refused`() {
    var writer = TFLiteWriter()
    let tensors = (0..<2).map { _ in writer.add(image) }
    for _ in 0..<2 { writer.add(.add(), inputs: [tensors[0], tensors[0]], output: tensors[1]) }
    writer.inputs = [tensors[0]]
    writer.outputs = [tensors[1]]
    #expect(message(writer.serialized()).contains("has a value already"))
  }

  @Test(arguments: [7, -2, Int(Int32.max)])
  func `tensors that do not exist are told by their number`(index: Int) {
    for place in 0..<4 {
      var writer = TFLiteWriter()
      let tensors = (0..<2).map { _ in writer.add(image) }
      writer.add(
        .add(), inputs: [tensors[0], place == 0 ? index : tensors[0]],
        output: place == 1 ? index : tensors[1])
      writer.inputs = [place == 2 ? index : tensors[0]]
      writer.outputs = [place == 3 ? index : tensors[1]]
      #expect(message(writer.serialized()).contains("\(index)"), "place \(place)")
    }
  }

  @Test func `a small file cannot take a large arena`() throws {
    let side = 20_000
    let large = TFLiteTensor(int8: [1, side, side, 1], scale: 0.5, zeroPoint: 0)
    let model = OneOperatorModel(.add(), inputs: [large, large], output: large)
    #expect(model.file.count < 2000)
    #expect {
      _ = try Session(Model(bytes: model.file))
    } throws: { error in
      if case .arenaTooLarge = error as? ModelError { true } else { false }
    }
  }

  @Test func `text, empty files and other FlatBuffers are no models`() {
    for bytes in [[], Array("TFL3".utf8), Array("not a model at all, only text".utf8)] {
      guard case .malformed = error(bytes) else {
        Issue.record("\(bytes.count) bytes")
        continue
      }
    }
    var foreign = TFLiteWriter().serialized()
    foreign.replaceSubrange(4..<8, with: "EVNT".utf8)
    #expect(message(foreign).contains("TFL3"))
  }

  @Test func `a file that is not there is told with its path`() {
    #expect {
      try Model(contentsOf: "/nowhere/birds.tflite")
    } throws: {
      "\($0)".hasPrefix("/nowhere/birds.tflite: ")
    }
  }
}

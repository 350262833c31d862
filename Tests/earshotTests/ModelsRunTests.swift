import Foundation
import ModelWriting
import NumpyFormat
import QuantizedInference
import TestSupport
import Testing

/// `earshot models run` against the tensors that LiteRT computed of a small network.
@Suite struct ModelsRunTests {
  struct Golden: Decodable {
    struct Operator: Decodable {
      var position: Int
      var op: String
    }
    struct Run: Decodable {
      var input: String
      var inputDigests: [String]
      var tensors: [String]
      var outputs: [[Int8]]

      enum CodingKeys: String, CodingKey {
        case input, tensors, outputs
        case inputDigests = "input_sha256"
      }
    }
    var operators: [Operator]
    var runs: [Run]
  }

  static let engine = SharedData.repository.appending(path: "Tests/Golden/engine")
  static let model = engine.appending(path: "tiny-mcunet.tflite").path

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The first of the golden inputs, which are made from their positions alone.
  static func input(_ name: String, count: Int) -> [Int8]? {
    switch name {
    case "00-zeros": [Int8](repeating: 0, count: count)
    case "01-min": [Int8](repeating: -128, count: count)
    case "02-max": [Int8](repeating: 127, count: count)
    case "03-ramp": (0..<count).map { Int8($0 % 256 - 128) }
    default: nil
    }
  }

  @Test func `the output, and every operator's with --tensors, are those of LiteRT`() throws {
    let golden = try JSONDecoder().decode(
      Golden.self, from: Data(contentsOf: Self.engine.appending(path: "tiny-mcunet.json")))
    var checked = 0
    for run in golden.runs {
      let shape = try Self.inputShape()
      guard let input = Self.input(run.input, count: shape.reduce(1, *)) else { continue }
      let array = NumpyArray(input, shape: shape)
      #expect([sha256(array.bytes)] == run.inputDigests)
      try array.write(to: folder.path("in.npy"))
      let result = try Program.run(
        ["models", "run", Self.model, "in.npy", "-o", "out.npy", "--tensors", run.input],
        in: folder.url)
      #expect(result.status == 0, "\(result.errors)")
      let output = try NumpyArray(contentsOf: folder.path("out.npy"))
      #expect([output.int8s] == run.outputs, "\(run.input)")

      let written = try FileManager.default.contentsOfDirectory(atPath: folder.path(run.input))
      #expect(written.count == golden.operators.count)
      for name in written {
        let position = try #require(name.split(separator: "-").first.flatMap { Int($0) })
        let tensor = try NumpyArray(contentsOf: folder.path("\(run.input)/\(name)"))
        #expect(sha256(tensor.bytes) == run.tensors[position], "\(run.input): \(name)")
        #expect(name.dropFirst(2) == "-\(golden.operators[position].op.lowercased()).npy")
        checked += 1
      }
    }
    #expect(checked == 4 * golden.operators.count)
  }

  /// What the program itself says of the network's input.
  static func inputShape() throws -> [Int] {
    let folder = try TemporaryFolder()
    try NumpyArray([Int8](), shape: [0]).write(to: folder.path("none.npy"))
    let result = try Program.run(
      ["models", "run", model, "none.npy", "-o", "out.npy"], in: folder.url)
    #expect(result.status == 2)
    let shape = try #require(result.errors.split(separator: "of shape ").last)
    return shape.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
  }

  @Test func `in float32 the output is that of the network's real numbers`() throws {
    let model = try FloatModel(contentsOf: Self.model)
    var session = try FloatSession(model)
    let input = try #require(Self.input("03-ramp", count: model.inputs[0].elementCount))
    let stored = NumpyArray(input, shape: model.inputs[0].shape)
    let reals = try model.reals(ofInput: 0, stored.bytes)
    let expected = NumpyArray(try session.run([reals])[0], shape: model.outputs[0].shape)
    try stored.write(to: folder.path("stored.npy"))
    try NumpyArray(reals, shape: model.inputs[0].shape).write(to: folder.path("reals.npy"))
    for name in ["stored.npy", "reals.npy"] {
      let result = try Program.run(
        [
          "models", "run", Self.model, name, "-o", "out.npy", "--precision", "fp32", "--tensors",
          "all",
        ], in: folder.url)
      #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
      #expect(try NumpyArray(contentsOf: folder.path("out.npy")) == expected)
      let written = try FileManager.default.contentsOfDirectory(atPath: folder.path("all"))
      #expect(written.count == model.operators.count)
      for name in written {
        let position = try #require(name.split(separator: "-").first.flatMap { Int($0) })
        let tensor = model.tensors[model.operators[position].output]
        let array = try NumpyArray(contentsOf: folder.path("all/\(name)"))
        #expect(array.shape == tensor.shape, "\(name)")
        #expect("\(array.elementType)" == tensor.elementType.rawValue, "\(name)")
      }
    }
  }

  @Test(.needsShared("models/fp32"))
  func `a checkpoint's weights take the place of the file's`() throws {
    let network = SharedData.url("models/mcunet-vww0.tflite").path
    let weights = SharedData.url("models/fp32/mcunet-vww0.npz").path
    let values = [Int8](repeating: 5, count: 64 * 64 * 3)
    try NumpyArray(values, shape: [64, 64, 3]).write(to: folder.path("in.npy"))
    let arguments = [
      "models", "run", network, "in.npy", "-o", "out.npy", "--precision", "fp32",
    ]
    #expect(try Program.run(arguments, in: folder.url).status == 0)
    let own = try #require(try NumpyArray(contentsOf: folder.path("out.npy")).floats)
    let result = try Program.run(arguments + ["--weights", weights], in: folder.url)
    #expect(
      result.output
        == "weights of 43 layers from the checkpoint, at most 0.55 of the file's quantization steps "
        + "from its own.\n", "\(result.errors)")
    let replaced = try #require(try NumpyArray(contentsOf: folder.path("out.npy")).floats)
    #expect(own != replaced)
    #expect(zip(own, replaced).allSatisfy { abs($0 - $1) < 0.5 })
  }

  @Test func `a file of float32 is told from one that cannot be run`() throws {
    var writer = TFLiteWriter()
    let input = writer.add(TFLiteTensor(.float32, [1, 4]))
    let output = writer.add(TFLiteTensor(.float32, [1, 4]))
    writer.add(.softmax(beta: 1), inputs: [input], output: output)
    (writer.inputs, writer.outputs) = ([input], [output])
    try Data(writer.serialized()).write(to: folder.url.appending(path: "float.tflite"))
    try NumpyArray([1, 2, 3, 4] as [Float], shape: [1, 4]).write(to: folder.path("in.npy"))
    let arguments = ["models", "run", "float.tflite", "in.npy", "-o", "out.npy"]
    let refused = try Program.run(arguments, in: folder.url)
    #expect(refused.status == 2)
    #expect(
      refused.errors == "earshot: float.tflite: is a float32 model: add --precision fp32.\n")
    #expect(try Program.run(arguments + ["--precision", "fp32"], in: folder.url).status == 0)
    for command in [
      ["models", "inspect", "float.tflite"],
      ["validate", "detect", "a.png", "--model", "float.tflite"],
    ] {
      let result = try Program.run(command, in: folder.url)
      #expect(result.status == 2)
      #expect(
        result.errors
          == "earshot: float.tflite: is a float32 model; this command knows int8 only.\n")
    }
  }

  @Test func `a network is named as for the other commands: by its bundle's path, or a name`()
    throws
  {
    let models = folder.url.appending(path: "Models")
    try FileManager.default.createDirectory(at: models, withIntermediateDirectories: false)
    try FileManager.default.copyItem(
      at: TinyBundle.url, to: models.appending(path: "tiny"))
    try FileManager.default.copyItem(
      at: TinyBundle.url.appending(path: "model.tflite"),
      to: models.appending(path: "net.tflite"))
    let shape = try Model(contentsOf: TinyBundle.url.path + "/model.tflite").inputs[0].shape
    try NumpyArray([Int8](repeating: 3, count: shape.reduce(1, *)), shape: shape)
      .write(to: folder.path("in.npy"))
    let outputs = try ["Models/net.tflite", "net", "tiny", "Models/tiny"].map { name in
      let result = try Program.run(
        ["models", "run", name, "in.npy", "-o", "out.npy"], in: folder.url)
      #expect(result.status == 0, "\(result.errors)")
      return try NumpyArray(contentsOf: folder.path("out.npy"))
    }
    #expect(Set(outputs.map(\.bytes)).count == 1)
    let over = try Program.run(
      ["models", "run", "net", "in.npy", "-o", "Models/net.tflite"], in: folder.url)
    #expect(
      over.status == 2
        && over.errors
          == "earshot: the output Models/net.tflite is one of the inputs. Give another name.\n"
    )
  }

  @Test func `a place before the file's start is told by the table that points there`() throws {
    // The root table, at byte 8, has its vtable 1000 bytes before.
    let bytes: [UInt8] = [8, 0, 0, 0] + Array("TFL3".utf8) + [0xE8, 3, 0, 0, 0, 0, 0, 0]
    try Data(bytes).write(to: folder.url.appending(path: "bad.tflite"))
    let result = try Program.run(["models", "inspect", "bad.tflite"], in: folder.url)
    #expect(result.status == 2)
    #expect(
      result.errors.hasPrefix(
        "earshot: bad.tflite: byte 8: the vtable of a table lies outside the file."))
  }

  @Test func `what does not fit the network is refused, with what would`() throws {
    try NumpyArray([Int8](repeating: 0, count: 8), shape: [2, 4]).write(to: folder.path("in.npy"))
    let shape = try Self.inputShape()
    let cases: [([String], String)] = [
      (
        [Self.model, "in.npy", "-o", "out.npy"],
        "earshot: in.npy: is int8 of shape [2, 4]; the model's tensor "
      ),
      (
        [Self.model, "in.npy", "in.npy", "-o", "out.npy"],
        "earshot: the model has 1 input and needs an array for each; given: 2."
      ),
      (
        [Self.model, "in.npy", "-o", "a.npy", "-o", "b.npy"],
        "earshot: the model has 1 output, and -o stands 2 times."
      ),
      (
        [Self.model, "in.npy", "-o", "out.npy", "--arithmetic", "x"],
        "Error: The value 'x' is invalid for '--arithmetic <arithmetic>'"
      ),
      (
        [Self.model, "in.npy", "-o", "out.npy", "--weights", "w.npz"],
        "Error: --weights are of float32: add --precision fp32."
      ),
      (
        [Self.model, "in.npy", "-o", "out.npy", "--epsilon", "1e-3"],
        "Error: --epsilon belongs to a checkpoint: name one by --weights."
      ),
      (
        [
          Self.model, "in.npy", "-o", "out.npy", "--precision", "fp32", "--arithmetic", "litert",
        ], "Error: --arithmetic tells int8 kernels apart; fp32 has one definition."
      ),
      (
        [Self.model, "in.npy", "-o", "out.npy", "--precision", "fp32", "--weights", "w.npz"],
        "earshot: w.npz: cannot be read: no such file or directory."
      ),
      (
        [Self.model, "in.npy", "-o", "out.npy", "--precision", "fp32", "--weights", "in.npy"],
        "earshot: in.npy: it is no whole zip file, as a .npz file is."
      ),
      (
        [Self.model, "in.npy", "-o", "in.npy"],
        "earshot: the output in.npy is one of the inputs. Give another name."
      ),
      (
        [Self.model, "in.npy", "-o", "./in.npy"],
        "earshot: the output ./in.npy is the input in.npy. Give another name."
      ),
      (
        ["in.npy", "in.npy", "-o", "out.npy"],
        "earshot: in.npy: is neither a .tflite file nor a model bundle."
      ),
      (
        ["none.tflite", "in.npy", "-o", "out.npy"],
        "earshot: none.tflite: cannot be read: no such file or directory."
      ),
    ]
    #expect(shape.count == 4)
    for (arguments, message) in cases {
      let result = try Program.run(["models", "run"] + arguments, in: folder.url)
      #expect(result.status == 2 && result.errors.hasPrefix(message), "\(result.errors)")
    }
    let missing = try Program.run(
      ["models", "run", Self.model, "none.npy", "-o", "out.npy"], in: folder.url)
    #expect(missing.status == 1 && missing.errors.hasPrefix("earshot: none.npy: "))
  }
}

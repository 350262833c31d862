import AudioFeatures
import AudioIO
import QuantizedInference
import SpeciesClassifier

/// What a network says of each window of a clip, before calibration.
struct ClipLogits: Sendable {
  var windows = 0
  /// Shape `[windows, classes]`; empty if it was not asked for.
  var int8: [Int8] = []
  var fp32: [Float] = []
}

/// Runs a bundle's windows, in its integers, in float32, or in both on the same images; one for each thread.
struct WindowScorer: ~Copyable {
  private let sampleRate: Int
  private var stream: WindowStream
  private let networks: Networks

  /// - Parameter step: From one window to the next, in samples at the model's rate.
  init(_ judged: JudgedBundle, step: Int) throws {
    sampleRate = judged.bundle.manifest.frontEnd.sampleRate
    let networks = try Networks(judged)
    let stream = try WindowStream(judged.bundle.frontEnd, step: step)
    self.networks = networks
    self.stream = stream
  }

  /// All windows of a clip. A clip that is too short for one is completed with silence.
  mutating func logits(of sound: ClipSound) throws -> ClipLogits {
    var result = ClipLogits()
    var resampler = try Resampler(from: sound.sampleRate, to: sampleRate)
    var samples: [Float] = []
    samples.reserveCapacity(Int(resampler.ratio.ceilOutput(ofInput: Int64(sound.samples.count))))
    func take(_ piece: Span<Float>) {
      for index in piece.indices { samples.append(piece[index]) }
    }
    try resampler.process(sound.samples.span) { take($0) }
    try resampler.finish { take($0) }
    if 2 * samples.count < stream.grid.windowLength {
      samples += [Float](
        repeating: 0, count: stream.grid.windowLength - samples.count)
    }
    try process(samples.span, into: &result)
    try finish(into: &result)
    return result
  }

  /// The windows that more sound completes.
  mutating func process(_ samples: Span<Float>, into result: inout ClipLogits) throws {
    try stream.process(samples) { _, image in try networks.run(image, into: &result) }
  }

  /// The last window, if sound is left; the next samples begin anew.
  mutating func finish(into result: inout ClipLogits) throws {
    _ = try stream.finish { _, image in try networks.run(image, into: &result) }
    stream.reset()
  }
}

/// The network in both kinds of numbers, where they are asked for.
private struct Networks {
  private let integers: IntegerNetwork?
  private let reals: RealNetwork?

  init(_ judged: JudgedBundle) throws {
    let model = judged.bundle.model
    integers = judged.formats.contains(.int8) ? try IntegerNetwork(model) : nil
    reals = try judged.float.map { try RealNetwork($0, input: model.inputs[0]) }
  }

  func run(_ image: Span<Int8>, into result: inout ClipLogits) throws {
    result.windows += 1
    integers?.run(image, into: &result.int8)
    try reals?.run(image, into: &result.fp32)
  }
}

private final class IntegerNetwork {
  private var session: Session
  private var row: [Int8]

  init(_ model: Model) throws {
    session = try Session(model)
    row = [Int8](repeating: 0, count: model.outputs[0].elementCount)
  }

  func run(_ image: Span<Int8>, into logits: inout [Int8]) {
    var output = row.mutableSpan
    session.run(image, into: &output)
    logits += row
  }
}

private final class RealNetwork {
  private var session: FloatSession
  /// What each value of the image stands for.
  private let values: [Float]
  private var row: [Float]

  init(_ model: FloatModel, input: TensorDescription) throws {
    session = try FloatSession(model)
    values = (Int(Int8.min)...Int(Int8.max)).map { input.scale * Float($0 - input.zeroPoint) }
    row = [Float](repeating: 0, count: model.outputs[0].elementCount)
  }

  /// The network is given the same image as in integers.
  func run(_ bytes: Span<Int8>, into logits: inout [Float]) throws {
    var image = [Float](repeating: 0, count: bytes.count)
    for index in bytes.indices { image[index] = values[Int(bytes[index]) - Int(Int8.min)] }
    var output = row.mutableSpan
    try session.run(image.span, into: &output)
    logits += row
  }
}

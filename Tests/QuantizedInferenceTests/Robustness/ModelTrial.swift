import QuantizedInference

/// One attempt to load and run bytes that may or may not be a model: what the fuzzer and the
/// mutation tests do with each of theirs. Only the public interface is used.
///
/// A trap ends the process and is the finding; contradictions that the process survives are
/// returned.
enum ModelTrial {
  /// The bytes are no model: a sentence that says why.
  case refused(String)
  /// They are one, but it is too large to be run here.
  case loaded
  /// They are one, and runs gave the same bytes each time.
  case ran
  /// The engine contradicts itself.
  case broken(String)

  init(_ bytes: [UInt8]) {
    if let fault = Self.floatFault(bytes) {
      self = .broken(fault)
      return
    }
    do throws(ModelError) {
      let model = try Model(bytes: bytes)
      // The tables of the other definitions are made too.
      _ = try Model(bytes: bytes, arithmetic: .tfliteMicro)
      if let fault = Self.fault(in: model.plan) {
        self = .broken(fault)
      } else {
        let others = try [
          Model(bytes: bytes, kernels: .plain), Model(bytes: bytes, strategy: .smallest),
          Model(bytes: bytes, strategy: .patches(2)),
        ]
        self = try Self.run(model, beside: others)
      }
    } catch {
      let message = error.description
      self = message.isEmpty ? .broken("an error without a message") : .refused(message)
    }
  }

  /// - Parameter others: The same model on other kernels or carried out otherwise.
  private static func run(_ model: Model, beside others: [Model]) throws(ModelError) -> ModelTrial {
    guard model.isSmall else { return .loaded }
    let inputs = model.inputs.map { input in
      (0..<input.byteCount).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
    }
    var session = try Session(model)
    let first = try session.run(inputs: inputs)
    let second = try session.run(inputs: inputs)
    guard first == second else { return .broken("two runs of one session differ") }
    for other in others {
      let name = "\(other.kernels), \(other.strategy)"
      if let fault = fault(in: other.plan) { return .broken("\(name): \(fault)") }
      var session = try Session(other)
      guard try session.run(inputs: inputs) == first else { return .broken("\(name) differs") }
      guard session.watchedRun(inputs: inputs) == first else {
        return .broken("\(name) differs when it is watched")
      }
    }
    guard first.map(\.count) == model.outputs.map(\.byteCount) else {
      return .broken("outputs of other sizes than the model says")
    }
    var watched = try Session(model)
    guard let third = watched.watchedRun(inputs: inputs) else {
      return .broken("a watched run shows tensors of other sizes than the model says")
    }
    guard first == third else { return .broken("a watched run differs from a plain one") }
    guard model.takesOneInt8Tensor else { return .ran }
    let isSame = session.int8Run(inputs[0]) == first[0]
    return isSame ? .ran : .broken("the run of spans differs from that of bytes")
  }

  /// What is wrong in single precision: any bytes are refused, or run twice alike.
  private static func floatFault(_ bytes: [UInt8]) -> String? {
    do throws(ModelError) {
      let model = try FloatModel(bytes: bytes)
      if let fault = fault(in: model.plan) { return "float32: \(fault)" }
      guard isSmall(model.plan, model.operators, model.tensors) else { return nil }
      var inputs: [[Float]] = []
      for (place, tensor) in model.storedInputs.enumerated() {
        let bytes = (0..<tensor.byteCount).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
        inputs.append(try model.reals(ofInput: place, bytes))
      }
      var session = try FloatSession(model)
      let first = try session.run(inputs).map { $0.map(\.bitPattern) }
      let second = try session.run(inputs).map { $0.map(\.bitPattern) }
      guard first == second else { return "two runs of one session in float32 differ" }
      guard first.map(\.count) == model.outputs.map(\.elementCount) else {
        return "float32 outputs of other sizes than the model says"
      }
      return nil
    } catch {
      return error.description.isEmpty ? "an error without a message" : nil
    }
  }

  /// Whether a run takes milliseconds. A pool's work is not in the count of multiplications: it is
  /// at most the product of its input's and output's elements.
  fileprivate static func isSmall(
    _ plan: MemoryPlan, _ operators: [OperatorDescription], _ tensors: [TensorDescription]
  ) -> Bool {
    let products = operators.reduce(0) { $0 + $1.multiplyAccumulates }
    guard plan.arenaBytes <= 1 << 21, products <= 2_000_000 else { return false }
    return operators.allSatisfy { operation in
      guard operation.name.hasSuffix("POOL_2D") else { return true }
      let (input, output) = (tensors[operation.inputs[0]], tensors[operation.output])
      return input.elementCount <= 4096 && output.elementCount <= 4096
    }
  }

  /// Two tensors in the same bytes at the same time, or one outside the arena. While an operator runs,
  /// its output may lie over an operand that nobody needs any more, from its start.
  private static func fault(in plan: MemoryPlan) -> String? {
    for (index, one) in plan.allocations.enumerated() {
      guard one.offset >= 0, one.byteCount >= 0, one.offset <= plan.arenaBytes - one.byteCount
      else {
        return "\(one) lies outside the arena"
      }
      for other in plan.allocations[..<index] where one.lifetime.overlaps(other.lifetime) {
        let areApart =
          one.offset >= other.offset + other.byteCount
          || other.offset >= one.offset + one.byteCount
        let (earlier, later) =
          one.lifetime.lowerBound < other.lifetime.lowerBound ? (one, other) : (other, one)
        let takesItsPlace =
          earlier.lifetime.upperBound == later.lifetime.lowerBound
          && earlier.lifetime.lowerBound <= later.lifetime.lowerBound
          && one.offset == other.offset && one.tensor != nil && other.tensor != nil
        if !areApart && !takesItsPlace { return "\(one) and \(other) overlap" }
      }
    }
    return nil
  }
}

extension Model {
  /// Whether it can be run on spans: one int8 tensor in, one out.
  fileprivate var takesOneInt8Tensor: Bool {
    inputs.count == 1 && outputs.count == 1 && inputs[0].elementType == .int8
      && outputs[0].elementType == .int8
  }

  fileprivate var isSmall: Bool { ModelTrial.isSmall(plan, operators, tensors) }
}

extension Session {
  /// The output of a run on spans.
  fileprivate mutating func int8Run(_ input: [UInt8]) -> [UInt8] {
    let values = input.map { Int8(bitPattern: $0) }
    var output = [Int8](repeating: 0, count: model.outputs[0].elementCount)
    var span = output.mutableSpan
    run(values.span, into: &span)
    return output.map { UInt8(bitPattern: $0) }
  }

  /// The outputs, or nil if an operator showed a tensor of another size than it has.
  fileprivate mutating func watchedRun(inputs: [[UInt8]]) -> [[UInt8]]? {
    var isConsistent = true
    let outputs = try? run(inputs: inputs) { _, tensor, bytes in
      isConsistent = isConsistent && bytes.count == tensor.byteCount
    }
    return isConsistent ? outputs : nil
  }
}

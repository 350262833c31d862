import ModelWriting
import QuantizedInference
import Testing

/// Small files with as much in them as a graph may have: what takes more than the square of that in time
/// is noticed here by whoever waits.
@Suite struct LargeGraphTests {
  private let limit = 10_000
  private let value = TFLiteTensor(int8: [1], scale: 0.5, zeroPoint: 0)

  @Test func `10,000 operators are planned, all of whose outputs are needed at the end`() throws {
    let model = try Model(bytes: products(limit))
    // The last one writes over the input.
    #expect(model.plan.arenaBytes == limit * MemoryPlan.alignment)
    #expect(
      model.plan.allocations.filter { $0.lifetime.upperBound == limit }.map(\.offset)
        == (0..<limit).map { $0 * MemoryPlan.alignment })
  }

  @Test func `10,000 inputs are planned`() throws {
    let model = try Model(bytes: echo(inputs: limit))
    #expect(model.plan.arenaBytes == limit * MemoryPlan.alignment)
  }

  @Test func `one more is refused`() {
    #expect(refusal(of: products(limit + 1))?.contains("a graph of 10001 operators") == true)
    #expect(refusal(of: echo(inputs: limit + 1))?.contains("a graph of 10001 inputs") == true)
  }

  /// The input times a constant, so many times.
  private func products(_ count: Int) -> [UInt8] {
    var writer = TFLiteWriter()
    let input = writer.add(value)
    let factor = writer.add(
      TFLiteTensor(values: [Int8(3)], shape: [1], .init(scale: 0.1, zeroPoint: 0)))
    for _ in 0..<count {
      let output = writer.add(value)
      writer.add(.mul(), inputs: [input, factor], output: output)
      writer.outputs.append(output)
    }
    writer.inputs = [input]
    return writer.serialized()
  }

  /// No operators: the inputs are there until the end because they are the outputs.
  private func echo(inputs count: Int) -> [UInt8] {
    var writer = TFLiteWriter()
    writer.inputs = (0..<count).map { _ in writer.add(value) }
    writer.outputs = writer.inputs
    return writer.serialized()
  }

  private func refusal(of file: [UInt8]) -> String? {
    do throws(ModelError) {
      _ = try Model(bytes: file)
      return nil
    } catch {
      return error.description
    }
  }
}

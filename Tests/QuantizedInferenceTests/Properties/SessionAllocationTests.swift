import AllocationCounter
import QuantizedInference
import Testing

@Suite struct SessionAllocationTests {
  @Test(
    .enabled(if: counts_allocations(), "a sanitizer has the allocator"),
    arguments: KernelSet.available)
  func `a run allocates nothing`(kernels: KernelSet) throws {
    let model = try Model(contentsOf: TinyModel.path, kernels: kernels)
    var session = try Session(model)
    let input = [Int8](repeating: 3, count: model.inputs[0].elementCount)
    var output = [Int8](repeating: 0, count: model.outputs[0].elementCount)
    var span = output.mutableSpan
    let before = allocation_count()
    for _ in 0..<3 { session.run(input.span, into: &span) }
    #expect(allocation_count() == before)
  }
}

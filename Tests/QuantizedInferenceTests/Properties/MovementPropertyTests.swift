import ModelWriting
import QuantizedInference
import TestSupport
import Testing

@Suite struct MovementPropertyTests {
  private let sizes = [1, 2, 3, 4, 7]

  @Test func `padding surrounds a tensor of any rank with its zero point`() throws {
    for seed in 1...120 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let input = random.tensor((0..<random.integer(1...4)).map { _ in random.element(of: sizes) })
      let before = input.shape.map { _ in random.integer(0...3) }
      let after = input.shape.map { _ in random.integer(0...3) }
      let pads = zip(before, after).flatMap { [Int32($0), Int32($1)] }
      var output = input
      output.shape = input.shape.indices.map { before[$0] + input.shape[$0] + after[$0] }
      let model = OneOperatorModel(
        .pad,
        inputs: [input.declaration, TFLiteTensor(integers: pads, shape: [input.shape.count, 2])],
        output: output.declaration)
      let expected = NaiveMovement.pad(input, before: before, after: after)
      #expect(difference(try model.int8Output(input), expected) == nil, "seed \(seed)")
    }
  }

  @Test func `a transposition is any order of the dimensions`() throws {
    for seed in 1...120 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let input = random.tensor((0..<random.integer(1...4)).map { _ in random.element(of: sizes) })
      let order = Array(input.shape.indices).shuffled(using: &random)
      var output = input
      output.shape = order.map { input.shape[$0] }
      let model = OneOperatorModel(
        .transpose, inputs: [input.declaration, TFLiteTensor(integers: order.map { Int32($0) })],
        output: output.declaration)
      let expected = NaiveMovement.transpose(input, order)
      #expect(
        difference(try model.int8Output(input), expected) == nil,
        "seed \(seed): \(input.shape) in order \(order)")
    }
  }

  @Test func `concatenation joins two tensors along any axis`() throws {
    for seed in 1...120 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let a = random.tensor((0..<random.integer(1...4)).map { _ in random.element(of: sizes) })
      let axis = random.integer(0...a.shape.count - 1)
      var shape = a.shape
      shape[axis] = random.element(of: sizes)
      var b = random.tensor(shape)
      (b.scale, b.zeroPoint) = (a.scale, a.zeroPoint)
      var output = a
      output.shape[axis] += b.shape[axis]
      let model = OneOperatorModel(
        .concatenation(axis: random.flag() ? axis : axis - a.shape.count),
        inputs: [a.declaration, b.declaration], output: output.declaration)
      let expected = NaiveMovement.concatenate([a, b], axis: axis)
      #expect(difference(try model.int8Output(a, b), expected) == nil, "seed \(seed)")
    }
  }

  @Test func `packing stacks tensors along a new axis`() throws {
    for seed in 1...80 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let a = random.tensor((0..<random.integer(0...3)).map { _ in random.element(of: sizes) })
      var b = random.tensor(a.shape)
      (b.scale, b.zeroPoint) = (a.scale, a.zeroPoint)
      let axis = random.integer(0...a.shape.count)
      var output = a
      output.shape.insert(2, at: axis)
      let model = OneOperatorModel(
        .pack(count: 2, axis: random.flag() ? axis : axis - output.shape.count),
        inputs: [a.declaration, b.declaration], output: output.declaration)
      var (first, second) = (a, b)
      first.shape.insert(1, at: axis)
      second.shape.insert(1, at: axis)
      let expected = NaiveMovement.concatenate([first, second], axis: axis)
      #expect(difference(try model.int8Output(a, b), expected) == nil, "seed \(seed)")
    }
  }

  @Test func `resizing takes the nearest source in single precision`() throws {
    for seed in 1...120 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let input = random.tensor([
        random.integer(1...2), random.integer(1...40), random.integer(1...40),
        random.integer(1...5),
      ])
      let (height, width) = (random.integer(1...50), random.integer(1...50))
      // Both options together are in no file and in no reference.
      let option = random.integer(0...2)
      var output = input
      output.shape = [input.shape[0], height, width, input.shape[3]]
      let model = OneOperatorModel(
        .resizeNearestNeighbor(alignsCorners: option == 1, halfPixelCenters: option == 2),
        inputs: [input.declaration, TFLiteTensor(integers: [Int32(height), Int32(width)])],
        output: output.declaration)
      func source(_ place: Int, _ axis: Int) -> Int {
        NaiveMovement.resizeSource(
          place, from: input.shape[axis], to: output.shape[axis], alignsCorners: option == 1,
          halfPixelCenters: option == 2)
      }
      let expected = indices(of: output.shape).map {
        input[$0[0], source($0[1], 1), source($0[2], 2), $0[3]]
      }
      #expect(
        difference(try model.int8Output(input), expected) == nil,
        "seed \(seed): \(input.shape) to \(height) by \(width), option \(option)")
    }
  }

  @Test func `a slice picks the positions from begin to end by its stride`() throws {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let input = random.tensor((0..<random.integer(1...4)).map { _ in random.element(of: sizes) })
      guard let slice = DrawnSlice(of: input.shape, &random) else { continue }
      var output = input
      output.shape = slice.outputShape
      let model = OneOperatorModel(
        .stridedSlice(begin: slice.beginMask, end: slice.endMask, shrink: slice.shrinkMask),
        inputs: [input.declaration]
          + [slice.begins, slice.ends, slice.strides].map { values in
            TFLiteTensor(integers: values.map { Int32($0) })
          },
        output: output.declaration)
      let expected = indices(of: slice.picked.map(\.count)).map { index in
        let source = zip(slice.picked, index).map { $0[$1] }
        return input.values[position(of: source, in: input.shape)]
      }
      #expect(difference(try model.int8Output(input), expected) == nil, "seed \(seed): \(slice)")
    }
  }

  @Test func `a reshape keeps every byte in its place`() throws {
    for seed in 1...60 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let input = random.tensor((0..<random.integer(1...4)).map { _ in random.element(of: sizes) })
      let free = random.integer(0...input.shape.count - 1)
      var output = input
      output.shape = input.shape.reversed()
      var target = output.shape
      if random.flag() { target[free] = -1 }
      let model = OneOperatorModel(
        .reshape(), inputs: [input.declaration, TFLiteTensor(integers: target.map { Int32($0) })],
        output: output.declaration)
      #expect(try model.int8Output(input) == input.values, "seed \(seed)")
    }
  }
}

import CInt8Kernels

/// A convolution or depthwise convolution on a kernel set.
// Sendable although it holds functions of C: they keep no state.
@safe struct VectorWindow: Kernel, @unchecked Sendable {
  private let functions: int8_window_kernel
  private let set: int8_kernels
  private var layer: int8_layer
  let batch: Int
  let packed: PackedWeights
  private(set) var scratchBytes: Int
  var packedBytes: Int { packed.byteCount }

  /// - Returns: `nil` where the set does not compute such layers, or not these numbers exactly.
  init?(
    _ functions: int8_window_kernel, of set: int8_kernels, _ layer: int8_layer, batch: Int,
    weights: ConvolutionWeights, rescaling: ChannelRescaling, budget: PreparationBudget
  ) {
    self.functions = functions
    unsafe self.set = set
    self.layer = layer
    self.batch = batch
    let packedBytes = unsafe withUnsafePointer(to: layer) { unsafe functions.packed_bytes($0) }
    guard packedBytes > 0, budget.take(packedBytes) else { return nil }
    let channels = zip(weights.biases, rescaling.multipliers).map {
      int8_channel(bias: $0, multiplier: $1.mantissa, shift: $1.shift)
    }
    let packed = unsafe PackedWeights(byteCount: packedBytes) { memory in
      unsafe withUnsafePointer(to: layer) { layer in
        unsafe weights.weights.withUnsafeBufferPointer { weights in
          unsafe functions.pack(layer, weights.baseAddress, channels, memory.baseAddress) != 0
        }
      }
    }
    guard let packed else { return nil }
    self.packed = packed
    scratchBytes = Self.scratchBytes(functions, layer)
  }

  private static func scratchBytes(_ functions: int8_window_kernel, _ layer: int8_layer) -> Int {
    unsafe withUnsafePointer(to: layer) { unsafe functions.scratch_bytes($0) }
      + Operands.vectorAlignment
  }

  /// The most channels that a set computes at once.
  private static let widest = 64

  /// The same layer on a part of the image, with the same packed weights.
  /// - Returns: `nil` where those of the part may be packed otherwise: with few channels, as many
  ///   neighbouring pixels as a row has can share a vector.
  func cut(to part: Window) -> VectorWindow? {
    let pixels = Self.widest / Int(layer.output_channels)
    guard min(part.columns.output, pixels) == min(Int(layer.output_width), pixels) else {
      return nil
    }
    var kernel = self
    kernel.layer.cut(to: part)
    kernel.scratchBytes = Self.scratchBytes(functions, kernel.layer)
    return kernel
  }

  /// What a window still needs of the rows above is staged, so only the order of the bytes counts: when
  /// output row *y* is written, input rows up to *y* · stride + kernel height − padding are staged,
  /// which are more than *y*; and no output row is longer than an input row.
  var overwritableOperands: [Int] {
    let shrinks =
      layer.output_channels <= layer.input_channels && layer.output_width <= layer.input_width
    return shrinks && batch == 1 && layer.padding_top < layer.kernel_height ? [0] : []
  }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Int8.self)
    let output = unsafe operands.output(as: Int8.self)
    let scratch = unsafe operands.alignedScratch
    unsafe withUnsafePointer(to: layer) { layer in
      for image in 0..<batch {
        let from = unsafe input.baseAddress?.advanced(by: image * (input.count / batch))
        let to = unsafe output.baseAddress?.advanced(by: image * (output.count / batch))
        unsafe functions.run(layer, packed.start, from, to, scratch)
      }
    }
  }
}

extension VectorWindow: StreamsRows {
  var rows: WindowAxis {
    WindowAxis(
      input: Int(layer.input_height), output: Int(layer.output_height),
      taps: Int(layer.kernel_height), stride: Int(layer.stride_height), dilation: 1,
      padding: Int(layer.padding_top))
  }
  var inputRowBytes: Int { Int(layer.input_width) * Int(layer.input_channels) }
  var outputRowBytes: Int { Int(layer.output_width) * Int(layer.output_channels) }
  var ringBytes: Int? {
    let bytes = unsafe withUnsafePointer(to: layer) { unsafe set.ring_bytes($0) }
    return bytes > 0 ? bytes : nil
  }
  var rowScratchBytes: Int { 0 }

  func slot(ofRow row: Int, in ring: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    let slot = unsafe withUnsafePointer(to: layer) { unsafe set.ring_slot($0, ring, Int32(row)) }
    guard let slot = unsafe slot else { preconditionFailure("a ring without a slot") }
    return UnsafeMutableRawPointer(slot)
  }

  func take(row: Int, from bytes: UnsafeRawPointer, into ring: UnsafeMutableRawPointer) {
    unsafe withUnsafePointer(to: layer) {
      unsafe set.ring_take($0, ring, Int32(row), bytes.assumingMemoryBound(to: Int8.self))
    }
  }

  func makeRow(
    _ row: Int, from ring: UnsafeMutableRawPointer, to output: UnsafeMutableRawPointer,
    scratch: UnsafeMutableRawPointer
  ) {
    unsafe withUnsafePointer(to: layer) {
      unsafe functions.run_row(
        $0, packed.start, ring, Int32(row), output.assumingMemoryBound(to: Int8.self))
    }
  }
}

extension int8_layer {
  /// What fits 32 bits of the whole image does so of a part.
  fileprivate mutating func cut(to part: Window) {
    (input_height, output_height) = (Int32(part.rows.input), Int32(part.rows.output))
    (input_width, output_width) = (Int32(part.columns.input), Int32(part.columns.output))
    (padding_top, padding_left) = (Int32(part.rows.padding), Int32(part.columns.padding))
  }
}

extension Window {
  /// - Returns: `nil` where the window has holes, which no kernel set knows, or positions that leave 32
  ///   bits: folded borders and long strides can have both without any tensor being large.
  func layer(
    inputChannels: Int, outputChannels: Int, inputZeroPoint: Int16, rescaling: ChannelRescaling
  )
    -> int8_layer?
  {
    guard rows.dilation == 1, columns.dilation == 1, rows.fitsVectors(ofWidth: 1),
      columns.fitsVectors(ofWidth: inputChannels)
    else { return nil }
    return int8_layer(
      input_height: Int32(rows.input), input_width: Int32(columns.input),
      input_channels: Int32(inputChannels), output_height: Int32(rows.output),
      output_width: Int32(columns.output), output_channels: Int32(outputChannels),
      kernel_height: Int32(rows.taps), kernel_width: Int32(columns.taps),
      stride_height: Int32(rows.stride), stride_width: Int32(columns.stride),
      padding_top: Int32(rows.padding), padding_left: Int32(columns.padding),
      input_zero_point: Int32(inputZeroPoint), output_zero_point: rescaling.zeroPoint,
      lowest: rescaling.range.lowerBound, highest: rescaling.range.upperBound)
  }
}

extension WindowAxis {
  /// Whether every position that a kernel set computes along the axis, with one stride to spare, fits 32
  /// bits, and so many values at each.
  fileprivate func fitsVectors(ofWidth width: Int) -> Bool {
    // What a file declares is below 2³¹, so these do not overflow, and the product only if they are large.
    let positions = max(output * stride + stride + taps, padding + input + taps)
    return positions <= Int(Int32.max) && positions * width <= Int(Int32.max)
  }
}

/// One axis of a window that slides over an image.
struct WindowAxis: Sendable, Hashable {
  let input: Int
  let output: Int
  /// Taps of the window.
  let taps: Int
  let stride: Int
  /// Distance of neighbouring taps.
  let dilation: Int
  /// Positions imagined before the first.
  let padding: Int

  /// Input position of the window's first tap; may lie outside.
  @inline(__always)
  func start(_ position: Int) -> Int { position &* stride &- padding }

  /// The taps that lie inside the input when the window is at an output position.
  @inline(__always)
  func inside(_ position: Int) -> Range<Int> {
    let start = start(position)
    if start >= 0, start &+ (taps &- 1) &* dilation < input { return 0..<taps }
    let first = start < 0 ? (dilation &- 1 &- start) / dilation : 0
    let end = start < input ? min(taps, (input &- start &+ dilation &- 1) / dilation) : 0
    return min(first, end)..<end
  }

  /// The same axis with more positions imagined before the first and a smaller input.
  func padded(before: Int, input: Int) -> WindowAxis {
    WindowAxis(
      input: input, output: output, taps: taps, stride: stride, dilation: dilation,
      padding: padding + before)
  }
}

/// A window over rows and columns of an image `[batch, height, width, channels]`.
struct Window: Sendable, Hashable {
  let batch: Int
  let rows: WindowAxis
  let columns: WindowAxis

  /// Rows of the image that the window sees at once, or all where these are fewer.
  var ringLines: Int { min((rows.taps - 1) * rows.dilation + 1, rows.input) }

  /// Products of an input value with one of these weights, padding counted in.
  func multiplyAccumulates(_ weights: Tensor) -> Int {
    batch * rows.output * columns.output * weights.description.elementCount
  }

  /// The same window over an image without its border.
  func padded(_ amounts: [(before: Int, after: Int)], inputShape: [Int]) -> Window {
    Window(
      batch: batch, rows: rows.padded(before: amounts[1].before, input: inputShape[1]),
      columns: columns.padded(before: amounts[2].before, input: inputShape[2]))
  }
}

extension OperatorSite {
  /// Field numbers of a window's options.
  struct WindowOptions {
    let padding = 0
    let strideWidth = 1
    let strideHeight = 2
    var dilationWidth: Int?
    var dilationHeight: Int?
  }

  /// - Parameters:
  ///   - image: `[batch, height, width, channels]`.
  ///   - taps: Height and width of the window.
  func window(over image: Tensor, taps: (height: Int, width: Int), options: WindowOptions)
    throws(ModelError) -> Window
  {
    let code = try integerOption(options.padding, default: Int8(0))
    guard code == 0 || code == 1 else { throw unsupported("padding \(code)") }

    func axis(_ dimension: Int, _ taps: Int, stride: Int, dilation: Int?) throws(ModelError)
      -> WindowAxis
    {
      let stride = try lengthOption(stride, "stride")
      let dilation =
        if let dilation { try lengthOption(dilation, default: 1, "dilation") } else { 1 }
      let input = image.shape[dimension]
      let span = (taps - 1) * dilation + 1
      let output: Int
      var padding = 0
      if code == 0 {  // SAME
        output = (input + stride - 1) / stride
        padding = max((output - 1) * stride + span - input, 0) / 2
      } else {  // VALID
        output = (input + stride - span) / stride
      }
      guard output > 0 else {
        throw inconsistent("a window of \(span) does not fit into \(input)")
      }
      return WindowAxis(
        input: input, output: output, taps: taps, stride: stride, dilation: dilation,
        padding: padding)
    }
    return Window(
      batch: image.shape[0],
      rows: try axis(
        1, taps.height, stride: options.strideHeight, dilation: options.dilationHeight),
      columns: try axis(
        2, taps.width, stride: options.strideWidth, dilation: options.dilationWidth))
  }
}

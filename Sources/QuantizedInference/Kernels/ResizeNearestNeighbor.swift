/// Each output pixel is the input pixel nearest to it. Positions are computed in single
/// precision, as LiteRT does: exact integers give other pixels in rare cases.
struct ResizeNearestNeighbor: MovesBytes {
  struct Axis: Sendable {
    let input: Int
    let output: Int
    let alignsCorners: Bool
    let usesPixelCenters: Bool

    func source(_ position: Int) -> Int {
      let scale =
        alignsCorners && output > 1
        ? Float(input - 1) / Float(output - 1) : Float(input) / Float(output)
      let place = (Float(position) + (usesPixelCenters ? 0.5 : 0)) * scale
      let whole = place.rounded(alignsCorners ? .toNearestOrAwayFromZero : .down)
      return min(max(Int(whole), 0), input - 1)
    }
  }

  let batch: Int
  let rows: Axis
  let columns: Axis
  let pixelBytes: Int

  func run(_ operands: Operands) {
    let input = unsafe UnsafeRawBufferPointer(operands.input(0, as: UInt8.self))
    let output = unsafe UnsafeMutableRawBufferPointer(operands.output(as: UInt8.self))
    var end = 0
    for image in 0..<batch {
      for row in 0..<rows.output {
        let line = (image * rows.input + rows.source(row)) * columns.input
        for column in 0..<columns.output {
          let start = (line + columns.source(column)) * pixelBytes
          unsafe UnsafeMutableRawBufferPointer(rebasing: output[end..<end + pixelBytes])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: input[start..<start + pixelBytes]))
          end += pixelBytes
        }
      }
    }
  }
}

extension OperatorSite {
  func prepareResizeNearestNeighbor() throws(ModelError) -> PreparedOperator {
    try requireInputCount(2...2)
    let input = try input(0, "input")
    try require(input, "an input", hasRank: 4)
    try requireSameType(input)
    let size = try constantIntegers(self.input(1, "size"), "size")
    guard size.count == 2 else { throw inconsistent("its size \(size) is not height and width") }
    try requireOutputShape([input.shape[0], size[0], size[1], input.shape[3]])
    let alignsCorners = try flagOption(0)
    let usesPixelCenters = try flagOption(1)

    func axis(_ dimension: Int) -> ResizeNearestNeighbor.Axis {
      ResizeNearestNeighbor.Axis(
        input: input.shape[dimension], output: output.shape[dimension],
        alignsCorners: alignsCorners, usesPixelCenters: usesPixelCenters)
    }
    return PreparedOperator(
      kernel: ResizeNearestNeighbor(
        batch: input.shape[0], rows: axis(1), columns: axis(2),
        pixelBytes: input.shape[3] * input.description.elementType.byteCount),
      operands: [input.description.index])
  }
}

/// A plain kernel that makes the rows of its output one by one, whether all rows of its operand lie there
/// or those that its window sees, in a ring.
protocol PlainWindow: ImaginesPadding, HasVectorForm, StreamsRows {
  var window: Window { get set }
  var inputChannels: Int { get }
  var outputChannels: Int { get }
  var weights: ConvolutionWeights { get }

  /// - Parameter sums: One for each output channel.
  func makeRow(
    _ row: Int, from input: UnsafeBufferPointer<Int8>, _ lines: ImageLines,
    to output: UnsafeMutableBufferPointer<Int8>, sums: UnsafeMutableBufferPointer<Int32>)
}

extension PlainWindow {
  var scratchBytes: Int { outputChannels * MemoryLayout<Int32>.stride }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Int8.self)
    let output = unsafe operands.output(as: Int8.self)
    let sums = unsafe operands.scratch(as: Int32.self)
    for image in 0..<batch {
      let lines = ImageLines(first: image &* rows.input, count: rows.input)
      for row in 0..<rows.output {
        let start = (image &* rows.output &+ row) &* outputRowBytes
        unsafe makeRow(
          row, from: input, lines, to: .init(rebasing: output[start..<start &+ outputRowBytes]),
          sums: sums)
      }
    }
  }

  // MARK: Row by row

  var batch: Int { window.batch }
  var rows: WindowAxis { window.rows }
  var inputRowBytes: Int { window.columns.input * inputChannels }
  var outputRowBytes: Int { window.columns.output * outputChannels }
  var ringBytes: Int? { window.ringLines * inputRowBytes }
  var rowScratchBytes: Int { scratchBytes }

  func slot(ofRow row: Int, in ring: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    unsafe ring + row % window.ringLines * inputRowBytes
  }

  func take(row: Int, from bytes: UnsafeRawPointer, into ring: UnsafeMutableRawPointer) {
    let place = unsafe slot(ofRow: row, in: ring)
    if unsafe UnsafeRawPointer(place) != bytes {
      unsafe place.copyMemory(from: bytes, byteCount: inputRowBytes)
    }
  }

  func makeRow(
    _ row: Int, from ring: UnsafeMutableRawPointer, to output: UnsafeMutableRawPointer,
    scratch: UnsafeMutableRawPointer
  ) {
    let input = unsafe UnsafeRawBufferPointer(
      start: ring, count: window.ringLines * inputRowBytes)
    let output = unsafe UnsafeMutableRawBufferPointer(start: output, count: outputRowBytes)
    let sums = unsafe UnsafeMutableRawBufferPointer(start: scratch, count: scratchBytes)
    unsafe makeRow(
      row, from: input.bindMemory(to: Int8.self), ImageLines(first: 0, count: window.ringLines),
      to: output.bindMemory(to: Int8.self), sums: sums.bindMemory(to: Int32.self))
  }
}

/// Where the rows of an image lie that a plain kernel reads: one after the other, or in a ring.
struct ImageLines {
  /// The line of row 0.
  let first: Int
  /// The lines that there are; where these are fewer than rows, row *n* lies where row *n* − count lay.
  let count: Int

  @inline(__always)
  func line(of row: Int) -> Int { first &+ (row < count ? row : row % count) }
}

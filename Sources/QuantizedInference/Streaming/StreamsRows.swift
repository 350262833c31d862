/// A kernel that can make its output row by row and keeps of its first operand no more rows than its
/// window sees.
///
/// The rows are kept in a ring, in a form of the kernel's own. For output rows 0, 1, 2 … in turn, the
/// rows that ``rows`` says are taken into it first, each once, in their order; rows that no window sees
/// may be left out. All memory starts at a multiple of 64 bytes, but for rows elsewhere.
///
/// Unsafe inside the room only: ``RowChain`` gives memory of the sizes asked for.
protocol StreamsRows: Kernel {
  /// Images, of which only one can be streamed.
  var batch: Int { get }
  var rows: WindowAxis { get }
  var inputRowBytes: Int { get }
  var outputRowBytes: Int { get }
  /// Bytes of the ring; nil where the kernel cannot do without the whole operand.
  var ringBytes: Int? { get }
  /// Bytes that ``makeRow(_:from:to:scratch:)`` writes before it reads.
  var rowScratchBytes: Int { get }

  /// Where in the ring a row may be put before it is taken.
  func slot(ofRow row: Int, in ring: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer

  /// Takes a row into the ring, from its slot or from elsewhere.
  func take(row: Int, from bytes: UnsafeRawPointer, into ring: UnsafeMutableRawPointer)

  func makeRow(
    _ row: Int, from ring: UnsafeMutableRawPointer, to output: UnsafeMutableRawPointer,
    scratch: UnsafeMutableRawPointer)
}

extension StreamsRows {
  /// The rows of the operand that an output row is made of, those outside the image left out.
  func rowsNeeded(for row: Int) -> Range<Int> {
    let start = max(rows.start(row), 0)
    let end = min(rows.start(row) + (rows.taps - 1) * rows.dilation + 1, rows.input)
    return start..<max(start, end)
  }
}

/// An elementwise kernel of two operands that can work on a part of them.
protocol StreamsElements: Kernel {
  /// Whether element meets element, none being repeated.
  var isOneToOne: Bool { get }

  /// The output may lie where an operand does.
  func run(
    count: Int, first: UnsafePointer<Int8>, second: UnsafePointer<Int8>,
    output: UnsafeMutablePointer<Int8>)
}

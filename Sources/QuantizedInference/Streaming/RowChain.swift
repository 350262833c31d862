/// Several operators of which each reads what the one before it wrote, as one: row by row, so that of
/// what lies between them only the rows exist that the next window sees. Every row is computed once.
///
/// This is the fused inverted bottleneck (expand, depthwise, project, add) of a MobileNetV2 block, for
/// chains of any length.
// Sendable although it passes pointers around: it holds none.
@safe struct RowChain: Kernel {
  /// One operator of the chain.
  enum Link: Sendable {
    case window(any StreamsRows)
    /// The chain's rows are one operand; the other is an operand of the chain, whole in memory.
    case elementwise(any StreamsElements, other: Int, isFirst: Bool, rowBytes: Int)

    var outputRowBytes: Int {
      switch self {
      case .window(let kernel): kernel.outputRowBytes
      case .elementwise(_, _, _, let rowBytes): rowBytes
      }
    }
  }

  private struct Place {
    /// In the scratch memory: the ring of a window, or the row that an elementwise operator adds to.
    let rows: Int
    /// What a window's kernel works with.
    let scratch: Int
  }

  private let links: [Link]
  private let places: [Place]
  private let outputRows: Int
  let scratchBytes: Int
  var packedBytes: Int {
    links.reduce(0) { bytes, link in
      if case .window(let kernel) = link { bytes + kernel.packedBytes } else { bytes }
    }
  }
  let overwritableOperands: [Int]

  /// - Parameter links: The first is a window; it reads operand 0.
  /// - Returns: `nil` where the links do not fit together or one cannot work row by row.
  init?(_ links: [Link]) {
    guard let outputRows = Self.outputRows(of: links) else { return nil }
    self.links = links
    self.outputRows = outputRows
    var end = (links.count * MemoryLayout<Int>.stride).forVectors
    var places: [Place] = []
    for link in links {
      let (rows, scratch) =
        switch link {
        case .window(let kernel): (kernel.ringBytes ?? 0, kernel.rowScratchBytes)
        case .elementwise(_, _, _, let rowBytes): (rowBytes, 0)
        }
      places.append(Place(rows: end, scratch: end + rows.forVectors))
      end += rows.forVectors + scratch.forVectors
    }
    self.places = places
    scratchBytes = end + Operands.vectorAlignment
    overwritableOperands = Self.mayOverwriteInput(links, outputRows: outputRows) ? [0] : []
  }

  /// - Returns: Rows of the last link's output; `nil` where the links do not fit together.
  private static func outputRows(of links: [Link]) -> Int? {
    guard case .window? = links.first else { return nil }
    var previous: (rows: Int, rowBytes: Int)?
    for link in links {
      switch link {
      case .window(let kernel):
        guard kernel.batch == 1, kernel.ringBytes != nil else { return nil }
        let input = (rows: kernel.rows.input, rowBytes: kernel.inputRowBytes)
        if let previous, previous != input { return nil }
        previous = (kernel.rows.output, kernel.outputRowBytes)
      case .elementwise(let kernel, _, _, let rowBytes):
        guard kernel.isOneToOne, previous?.rowBytes == rowBytes else { return nil }
      }
    }
    return previous?.rows
  }

  /// Whether the output may lie where operand 0 does: when one of its rows is written, the rows of the
  /// operand that it covers have been read for the last time.
  private static func mayOverwriteInput(_ links: [Link], outputRows: Int) -> Bool {
    guard case .window(let first)? = links.first, let last = links.last else { return false }
    let readsAgain = links.contains {
      if case .elementwise(_, other: 0, _, _) = $0 { true } else { false }
    }
    for row in 0..<outputRows {
      // Back through the chain, the rows that have been made by then.
      var made = row + 1
      for link in links.reversed() {
        if case .window(let kernel) = link { made = kernel.rowsNeeded(for: made - 1).upperBound }
      }
      if made < first.rows.input || readsAgain {
        let read = readsAgain ? min(made, row + 1) : made
        guard (row + 1) * last.outputRowBytes <= read * first.inputRowBytes else { return false }
      }
    }
    return true
  }

  func run(_ operands: Operands) {
    let output = unsafe operands.output(as: UInt8.self)
    guard let memory = unsafe operands.alignedScratch, let to = output.baseAddress else { return }
    let next = unsafe memory.bindMemory(to: Int.self, capacity: links.count)
    unsafe next.update(repeating: 0, count: links.count)
    let last = links.count - 1
    let rowBytes = links[last].outputRowBytes
    for row in 0..<outputRows {
      let place = unsafe to + row * rowBytes
      unsafe makeRow(row, of: last, to: place, operands, memory)
    }
  }

  /// Makes one row of a link's output, and before it what rows of the links in front it takes.
  private func makeRow(
    _ row: Int, of link: Int, to output: UnsafeMutableRawPointer, _ operands: Operands,
    _ memory: UnsafeMutableRawPointer
  ) {
    let place = places[link]
    let rows = unsafe memory + place.rows
    switch links[link] {
    case .window(let kernel):
      let needed = kernel.rowsNeeded(for: row)
      // The first row that the ring has not seen yet.
      let next = unsafe memory.assumingMemoryBound(to: Int.self) + link
      // A kernel makes its rows one after the other, so only rows of the image are left out.
      if link == 0 { unsafe next.pointee = max(next.pointee, needed.lowerBound) }
      while unsafe next.pointee < needed.upperBound {
        let position = unsafe next.pointee
        unsafe next.pointee += 1
        if link == 0 {
          let image = unsafe UnsafeRawPointer(operands.input(0, as: UInt8.self).baseAddress)
          guard let image = unsafe image else { return }
          unsafe kernel.take(
            row: position, from: image + position * kernel.inputRowBytes, into: rows)
        } else {
          let slot = unsafe kernel.slot(ofRow: position, in: rows)
          unsafe makeRow(position, of: link - 1, to: slot, operands, memory)
          unsafe kernel.take(row: position, from: slot, into: rows)
        }
      }
      unsafe kernel.makeRow(row, from: rows, to: output, scratch: memory + place.scratch)
    case .elementwise(let kernel, let other, let isFirst, let rowBytes):
      // The output may lie where the other operand does, so the row is made elsewhere.
      unsafe makeRow(row, of: link - 1, to: rows, operands, memory)
      guard let whole = unsafe operands.input(other, as: Int8.self).baseAddress else { return }
      let mine = unsafe UnsafePointer(rows.assumingMemoryBound(to: Int8.self))
      let others = unsafe whole + row * rowBytes
      unsafe kernel.run(
        count: rowBytes, first: isFirst ? mine : others, second: isFirst ? others : mine,
        output: output.assumingMemoryBound(to: Int8.self))
    }
  }
}

import CInt8Kernels

/// The first operators of a network, patch by patch: all of them on one part of the image, then all on
/// the next. What lies between them is only ever as large as a patch.
// Sendable although it passes pointers around: it holds none.
@safe struct PatchStage: Kernel {
  /// One operator on one patch.
  private struct Piece {
    let kernel: any StreamsRows
    /// Bytes from the tensor's start, and from row to row; both whole tensors and patches.
    let input: (start: Int, step: Int)
    let output: (start: Int, step: Int)
  }

  private let patches: [[Piece]]
  private let ringStart: Int
  private let rowScratchStart: Int
  let scratchBytes: Int
  let repeatedMultiplyAccumulates: Int
  let packedBytes: Int

  /// - Parameters:
  ///   - kernels: Of the stage, in order.
  ///   - wholes: The same kernels on the kernel set, for the whole image; their packed weights are
  ///     shared. Others than ``VectorWindow`` do not matter.
  ///   - grid: Patches in each direction, at least 2.
  ///   - functions: The kernel set to compute on, nil for the plain kernels.
  /// - Returns: `nil` where the stage cannot be cut so.
  init?(
    _ kernels: [any PlainWindow], wholes: [any Kernel], grid: Int,
    functions: UnsafePointer<int8_kernels>?, budget: PreparationBudget
  ) {
    guard let geometry = PatchGeometry(kernels.map(\.window), grid: grid),
      kernels.allSatisfy({ $0.window.batch == 1 })
    else { return nil }
    let room = Self.room(geometry, kernels)
    /// For each operator what its weights have been packed for.
    var packed = wholes.map { whole in [whole as? VectorWindow].compactMap(\.self) }
    patches = geometry.patches.map { parts in
      zip(parts, kernels).enumerated().map { index, pair in
        let (part, kernel) = pair
        let patch = unsafe functions.flatMap {
          unsafe Self.vector(
            kernel, on: part.window, $0.pointee, packed: &packed[index], budget: budget)
        }
        return Piece(
          kernel: patch ?? kernel.cut(to: part.window),
          input: index == 0
            ? kernel.inputPlace(of: part.input)
            : (
              Self.start(of: index - 1, parts[index - 1], kernels[index - 1], room: room),
              part.window.columns.input * kernel.inputChannels
            ),
          output: index == kernels.count - 1
            ? kernel.outputPlace(of: part.output)
            : (
              Self.start(of: index, part, kernel, room: room),
              part.window.columns.output * kernel.outputChannels
            ))
      }
    }
    let pieces = patches.joined()
    packedBytes = Self.packedBytes(pieces.map(\.kernel))
    ringStart = room
    rowScratchStart = room + (pieces.map { $0.kernel.ringBytes ?? 0 }.max() ?? 0).forVectors
    scratchBytes =
      rowScratchStart + (pieces.map(\.kernel.rowScratchBytes).max() ?? 0).forVectors
      + Operands.vectorAlignment
    repeatedMultiplyAccumulates =
      geometry.patches.reduce(0) { $0 + Self.products($1.map(\.window), kernels) }
      - Self.products(kernels.map(\.window), kernels)
  }

  /// An operator on a patch in its vector form, if it has one that works row by row.
  /// - Parameter packed: The operator's vector forms with all packed weights that there are.
  private static func vector(
    _ kernel: any PlainWindow, on part: Window, _ functions: int8_kernels,
    packed: inout [VectorWindow], budget: PreparationBudget
  ) -> VectorWindow? {
    var patch = packed.lazy.compactMap { $0.cut(to: part) }.first
    if patch == nil {
      let form = unsafe kernel.cut(to: part).vectorForm(functions, budget: budget)
      patch = form as? VectorWindow
      packed += [patch].compactMap(\.self)
    }
    return patch?.ringBytes == nil ? nil : patch
  }

  private static func packedBytes(_ kernels: [any StreamsRows]) -> Int {
    var counted: Set<ObjectIdentifier> = []
    return kernels.compactMap { $0 as? VectorWindow }.reduce(0) {
      counted.insert(ObjectIdentifier($1.packed)).inserted ? $0 + $1.packedBytes : $0
    }
  }

  private static func products(_ windows: [Window], _ kernels: [any PlainWindow]) -> Int {
    zip(windows, kernels).reduce(0) {
      $0 + $1.0.rows.output * $1.0.columns.output * $1.1.weights.weights.count
    }
  }

  private static func outputBytes(_ part: PatchGeometry.Part, _ kernel: any PlainWindow) -> Int {
    (part.window.rows.output * part.window.columns.output * kernel.outputChannels).forVectors
  }

  /// Room for what one operator reads and writes, at both ends of which these lie in turn.
  private static func room(_ geometry: PatchGeometry, _ kernels: [any PlainWindow]) -> Int {
    geometry.patches.reduce(0) { room, parts in
      let between = zip(parts, kernels).dropLast().map { outputBytes($0, $1) }
      return zip(between, between.dropFirst() + [0]).reduce(room) { max($0, $1.0 + $1.1) }
    }
  }

  /// Where in the room an operator's patch lies.
  private static func start(
    of index: Int, _ part: PatchGeometry.Part, _ kernel: any PlainWindow, room: Int
  ) -> Int {
    index.isMultiple(of: 2) ? 0 : room - outputBytes(part, kernel)
  }

  func run(_ operands: Operands) {
    guard let image = unsafe operands.input(0, as: UInt8.self).baseAddress,
      let result = unsafe operands.output(as: UInt8.self).baseAddress,
      let memory = unsafe operands.alignedScratch
    else { return }
    for pieces in patches {
      for (index, piece) in pieces.enumerated() {
        let from = unsafe index == 0 ? UnsafeRawPointer(image) : UnsafeRawPointer(memory)
        let to = unsafe index == pieces.count - 1 ? UnsafeMutableRawPointer(result) : memory
        var next = 0
        for row in 0..<piece.kernel.rows.output {
          let needed = piece.kernel.rowsNeeded(for: row)
          next = max(next, needed.lowerBound)
          while next < needed.upperBound {
            unsafe piece.kernel.take(
              row: next, from: from + piece.input.start + next * piece.input.step,
              into: memory + ringStart)
            next += 1
          }
          unsafe piece.kernel.makeRow(
            row, from: memory + ringStart, to: to + piece.output.start + row * piece.output.step,
            scratch: memory + rowScratchStart)
        }
      }
    }
  }
}

extension PlainWindow {
  /// The same operator on a part of the image.
  fileprivate func cut(to part: Window) -> Self {
    var patch = self
    patch.window = part
    return patch
  }

  /// Where a part of the whole input begins, and how far it is from row to row.
  fileprivate func inputPlace(of part: (row: Int, column: Int)) -> (start: Int, step: Int) {
    (part.row * inputRowBytes + part.column * inputChannels, inputRowBytes)
  }

  /// Where a part of the whole output begins, and how far it is from row to row.
  fileprivate func outputPlace(of part: (row: Int, column: Int)) -> (start: Int, step: Int) {
    (part.row * outputRowBytes + part.column * outputChannels, outputRowBytes)
  }
}

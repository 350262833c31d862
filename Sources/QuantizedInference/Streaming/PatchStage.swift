import CInt8Kernels

/// A kernel of a window that can work on a part of the image.
protocol HasWindow: ImaginesPadding, HasVectorForm, StreamsRows {
  var window: Window { get set }
  var inputChannels: Int { get }
  var outputChannels: Int { get }
  /// Products for one pixel of the output.
  var productsPerPixel: Int { get }
}

extension Convolution: HasWindow {
  var productsPerPixel: Int { weights.weights.count }
}

extension DepthwiseConvolution: HasWindow {
  var productsPerPixel: Int { weights.weights.count }
}

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
  var packedBytes: Int {
    patches.reduce(0) { $1.reduce($0) { $0 + $1.kernel.packedBytes } }
  }

  private static let alignment = 64

  /// - Parameters:
  ///   - kernels: Of the stage, in order.
  ///   - functions: The kernel set to compute on, nil for the plain kernels.
  /// - Returns: `nil` where the stage cannot be cut so.
  init?(
    _ kernels: [any HasWindow], grid: Int, functions: UnsafePointer<int8_kernels>?,
    budget: PreparationBudget
  ) {
    guard let geometry = PatchGeometry(kernels.map(\.window), grid: grid), let last = kernels.last,
      kernels.allSatisfy({ $0.window.batch == 1 })
    else { return nil }
    /// Room for what one operator reads and writes, at both ends of which these lie in turn.
    var room = 0
    for parts in geometry.patches {
      for index in kernels.indices.dropLast() {
        let next =
          index + 2 < kernels.count ? Self.outputBytes(parts[index + 1], kernels[index + 1]) : 0
        room = max(
          room, Self.aligned(Self.outputBytes(parts[index], kernels[index])) + Self.aligned(next))
      }
    }
    var (ring, rowScratch, products) = (0, 0, 0)
    var patches: [[Piece]] = []
    for parts in geometry.patches {
      var pieces: [Piece] = []
      /// Where in the room the patch lies that the operator before has written.
      var between = 0
      for (index, (part, kernel)) in zip(parts, kernels).enumerated() {
        let isLast = index == kernels.count - 1
        var patch = kernel
        patch.window = part.window
        let vector = unsafe functions.flatMap {
          unsafe patch.vectorForm($0.pointee, budget: budget)
        }
        let streaming =
          (vector as? any StreamsRows).flatMap { $0.ringBytes == nil ? nil : $0 } ?? patch
        let inputStep =
          (index == 0 ? kernel.window.columns.input : part.window.columns.input)
          * kernel.inputChannels
        let outputStep =
          (isLast ? last.window.columns.output : part.window.columns.output)
          * kernel.outputChannels
        let bytes = Self.outputBytes(part, kernel)
        let place = index.isMultiple(of: 2) ? 0 : room - Self.aligned(bytes)
        pieces.append(
          Piece(
            kernel: streaming,
            input: (
              index == 0
                ? part.input.row * inputStep + part.input.column * kernel.inputChannels : between,
              inputStep
            ),
            output: (
              isLast
                ? part.output.row * outputStep + part.output.column * kernel.outputChannels : place,
              outputStep
            )))
        between = place
        ring = max(ring, streaming.ringBytes ?? 0)
        rowScratch = max(rowScratch, streaming.rowScratchBytes)
        products +=
          part.window.rows.output * part.window.columns.output * kernel.productsPerPixel
      }
      patches.append(pieces)
    }
    self.patches = patches
    repeatedMultiplyAccumulates =
      products
      - kernels.reduce(0) {
        $0 + $1.window.rows.output * $1.window.columns.output * $1.productsPerPixel
      }
    ringStart = room
    rowScratchStart = room + Self.aligned(ring)
    // The scratch memory starts at a multiple of 16.
    scratchBytes = rowScratchStart + Self.aligned(rowScratch) + Self.alignment
  }

  private static func aligned(_ bytes: Int) -> Int {
    (bytes + alignment - 1) / alignment * alignment
  }

  private static func outputBytes(_ part: PatchGeometry.Part, _ kernel: any HasWindow) -> Int {
    part.window.rows.output * part.window.columns.output * kernel.outputChannels
  }

  func run(_ operands: Operands) {
    guard let image = unsafe operands.input(0, as: UInt8.self).baseAddress,
      let result = unsafe operands.output(as: UInt8.self).baseAddress,
      let scratch = unsafe operands.scratch(as: UInt8.self).baseAddress
    else { return }
    let memory = unsafe UnsafeMutableRawPointer(scratch).alignedUp(toMultipleOf: Self.alignment)
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

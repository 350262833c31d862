import CInt8Kernels

/// ADD or MUL on a kernel set: rows of one operand with those of the other, or with its only one.
// Sendable although it holds functions of C: they keep no state.
@safe struct VectorElementwise: Kernel, @unchecked Sendable {
  private enum Operation {
    case add(int8_addition)
    case multiply(int8_product)
  }

  private let functions: int8_kernels
  private let operation: Operation
  private let rows: int8_rows

  /// - Returns: `nil` where the set cannot compute these numbers exactly.
  init?(_ functions: int8_kernels, _ addition: int8_addition, _ rows: int8_rows) {
    var addition = addition
    guard unsafe functions.settle_addition(&addition) != 0 else { return nil }
    unsafe self.functions = functions
    operation = .add(addition)
    self.rows = rows
  }

  /// - Returns: `nil` where the set cannot compute these numbers exactly.
  init?(_ functions: int8_kernels, _ product: int8_product, _ rows: int8_rows) {
    guard unsafe functions.can_multiply([product]) != 0 else { return nil }
    unsafe self.functions = functions
    operation = .multiply(product)
    self.rows = rows
  }

  /// An operand of which every row is read once.
  var overwritableOperands: [Int] {
    guard rows.rows > 1 else { return [0, 1] }
    return (rows.first_step > 0 ? [0] : []) + (rows.second_step > 0 ? [1] : [])
  }

  func run(_ operands: Operands) {
    unsafe run(
      rows, operands.input(0, as: Int8.self).baseAddress,
      operands.input(1, as: Int8.self).baseAddress, operands.output(as: Int8.self).baseAddress)
  }

  private func run(
    _ rows: int8_rows, _ first: UnsafePointer<Int8>?, _ second: UnsafePointer<Int8>?,
    _ output: UnsafeMutablePointer<Int8>?
  ) {
    unsafe withUnsafePointer(to: rows) { rows in
      switch operation {
      case .add(let addition):
        unsafe withUnsafePointer(to: addition) {
          unsafe functions.add($0, rows, first, second, output)
        }
      case .multiply(let product):
        unsafe withUnsafePointer(to: product) {
          unsafe functions.multiply($0, rows, first, second, output)
        }
      }
    }
  }
}

extension VectorElementwise: StreamsElements {
  var isOneToOne: Bool { rows.rows == 1 }

  func run(
    count: Int, first: UnsafePointer<Int8>, second: UnsafePointer<Int8>,
    output: UnsafeMutablePointer<Int8>
  ) {
    unsafe run(
      int8_rows(rows: 1, row: count, first_step: 0, second_step: 0), first, second, output)
  }
}

extension Broadcast {
  /// Both operands as rows; `nil` where they meet in another way.
  var rows: int8_rows? {
    guard innerSteps == (1, 1) || outputCount == 1 else { return nil }
    guard let outer = onlyOuter else {
      return repeatsNothing
        ? int8_rows(rows: 1, row: outputCount, first_step: 0, second_step: 0) : nil
    }
    let row = outputCount / outer.count
    guard [0, row].contains(outer.first), [0, row].contains(outer.second) else { return nil }
    return int8_rows(
      rows: outer.count, row: row, first_step: outer.first, second_step: outer.second)
  }
}

import Foundation
import SystemFiles

/// Writes an int8 array row by row into a `.npy` file, of which the number of rows need not be known
/// before the last: memory stays flat however many there are.
///
/// The file is there whole, under its name, once it is finished, and not at all before.
public final class NumpyRows {
  private let path: String
  private let rowShape: [Int]
  private let file: WholeFile
  private let headLength: Int
  private var pending = Data()
  /// Rows so far.
  public private(set) var count = 0

  /// - Parameter rowShape: Of each row; the array has the shape `[rows] + rowShape`.
  /// - Throws: ``NumpyError/unwritable(path:reason:)``.
  public init(path: String, rowShape: [Int]) throws(NumpyError) {
    self.path = path
    self.rowShape = rowShape
    let head = NumpyArray.head(.int8, shape: [.max] + rowShape)
    headLength = head.count
    file = try Self.translated(path) {
      let file = try WholeFile(path: path)
      try file.write(Data(head))
      return file
    }
  }

  /// - Precondition: `row` has the elements of `rowShape`.
  public func append(_ row: Span<Int8>) throws(NumpyError) {
    precondition(
      row.count == rowShape.reduce(1, *), "\(row.count) elements are no row of \(rowShape)")
    for index in row.indices { pending.append(UInt8(bitPattern: row[index])) }
    count += 1
    if pending.count > 1 << 20 { try flush() }
  }

  /// Gives the file its number of rows and its name.
  public func finish() throws(NumpyError) {
    try flush()
    let head = NumpyArray.head(.int8, shape: [count] + rowShape, length: headLength)
    try Self.translated(path) {
      try file.rewriteStart(Data(head))
      try file.finish()
    }
  }

  private func flush() throws(NumpyError) {
    try Self.translated(path) { try file.write(pending) }
    pending.removeAll(keepingCapacity: true)
  }

  private static func translated<Value>(
    _ path: String, _ body: () throws -> Value
  ) throws(NumpyError) -> Value {
    do {
      return try body()
    } catch {
      throw .unwritable(path: path, reason: error.systemReason)
    }
  }
}

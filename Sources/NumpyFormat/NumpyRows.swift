import Foundation
import SystemFiles

/// Writes an array row by row into a `.npy` file, of which the number of rows need not be known
/// before the last: memory stays flat however many there are.
///
/// The file is there whole, under its name, once it is finished, and not at all before.
public final class NumpyRows {
  private let path: String
  private let rowShape: [Int]
  private let elementType: NumpyArray.ElementType
  private let file: WholeFile
  private let headLength: Int
  private var pending = Data()
  /// Rows so far.
  public private(set) var count = 0

  /// - Parameters:
  ///   - rowShape: Of each row; the array has the shape `[rows] + rowShape`.
  ///   - elementType: Of the rows that will be appended.
  /// - Throws: ``NumpyError/unwritable(path:reason:)``.
  public init(
    path: String, rowShape: [Int], elementType: NumpyArray.ElementType = .int8
  ) throws(NumpyError) {
    self.path = path
    self.rowShape = rowShape
    self.elementType = elementType
    let head = NumpyArray.head(elementType, shape: [.max] + rowShape)
    headLength = head.count
    file = try Self.translated(path) {
      let file = try WholeFile(path: path)
      try file.write(Data(head))
      return file
    }
  }

  /// - Precondition: `row` has the elements of `rowShape`, and the array is of int8.
  public func append(_ row: Span<Int8>) throws(NumpyError) {
    begin(.int8, count: row.count)
    for index in row.indices { pending.append(UInt8(bitPattern: row[index])) }
    if pending.count > 1 << 20 { try flush() }
  }

  /// - Precondition: `row` has the elements of `rowShape`, and the array is of float32.
  public func append(_ row: Span<Float>) throws(NumpyError) {
    begin(.float32, count: row.count)
    for index in row.indices {
      let bits = row[index].bitPattern
      for byte in 0..<4 { pending.append(UInt8(truncatingIfNeeded: bits >> (8 * byte))) }
    }
    if pending.count > 1 << 20 { try flush() }
  }

  private func begin(_ type: NumpyArray.ElementType, count elements: Int) {
    precondition(type == elementType, "a row of \(type) in an array of \(elementType)")
    precondition(
      elements == rowShape.reduce(1, *), "\(elements) elements are no row of \(rowShape)")
    count += 1
  }

  /// Gives the file its number of rows and its name.
  public func finish() throws(NumpyError) {
    try flush()
    let head = NumpyArray.head(elementType, shape: [count] + rowShape, length: headLength)
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

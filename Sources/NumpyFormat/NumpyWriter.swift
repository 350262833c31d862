import Foundation

/// A `.npy` file of int8 that is written row by row, so that an array of any length takes no memory.
///
/// ```swift
/// var file = try NumpyWriter(path: "images.npy", rowShape: [80, 80, 1])
/// for image in images { try file.append(image.span) }
/// try file.finish()  // now, and not before, there is an images.npy of shape (n, 80, 80, 1)
/// ```
///
/// Until it is finished it lies beside its place, as `images.npy.unfinished`; what is not finished is
/// removed when the writer leaves its scope. The bytes are those of ``NumpyArray/fileBytes``.
public struct NumpyWriter: ~Copyable {
  private let path: String
  private let unfinished: String
  private let rowShape: [Int]
  private let rowCount: Int
  private let handle: FileHandle
  private var rows = 0
  private var pending: [UInt8]
  private var isFinished = false

  /// Bytes that are written at once.
  private static let blockLength = 1 << 20

  /// - Parameter rowShape: Of each row; the number of rows comes before it in the array's shape.
  /// - Throws: ``NumpyError/unwritable(path:reason:)``.
  public init(path: String, rowShape: [Int]) throws(NumpyError) {
    self.path = path
    self.rowShape = rowShape
    rowCount = rowShape.reduce(1, *)
    unfinished = path + ".unfinished"
    do {
      try Data().write(to: URL(filePath: unfinished))
      handle = try FileHandle(forWritingTo: URL(filePath: unfinished))
    } catch {
      throw .unwritable(path: path, reason: error.localizedDescription)
    }
    // Of the length that it has in the end, whatever the number of rows.
    pending = NumpyArray.header(elementType: .int8, shape: [0] + rowShape)
  }

  deinit {
    if !isFinished { try? FileManager.default.removeItem(atPath: unfinished) }
  }

  /// - Precondition: `row` holds exactly the elements of one row.
  public mutating func append(_ row: Span<Int8>) throws(NumpyError) {
    precondition(row.count == rowCount, "\(row.count) values do not fill a row of \(rowShape)")
    for index in row.indices { pending.append(UInt8(bitPattern: row[index])) }
    rows += 1
    if pending.count >= Self.blockLength { try flush() }
  }

  /// Writes the number of rows into the header, and gives the file its name.
  public mutating func finish() throws(NumpyError) {
    try flush()
    do {
      try handle.seek(toOffset: 0)
      try handle.write(
        contentsOf: Data(NumpyArray.header(elementType: .int8, shape: [rows] + rowShape)))
      try handle.close()
    } catch {
      throw .unwritable(path: path, reason: error.localizedDescription)
    }
    guard unsafe rename(unfinished, path) == 0 else {
      throw .unwritable(path: path, reason: unsafe String(cString: strerror(errno)) + ".")
    }
    isFinished = true
  }

  private mutating func flush() throws(NumpyError) {
    do {
      try handle.write(contentsOf: Data(pending))
    } catch {
      throw .unwritable(path: path, reason: error.localizedDescription)
    }
    pending.removeAll(keepingCapacity: true)
  }
}

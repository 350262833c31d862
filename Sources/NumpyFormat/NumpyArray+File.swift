import Foundation
import SystemFiles

/// Reading and writing `.npy` files, format version 1.0.
///
/// Source: numpy, *NEP 1: A Simple File Format for NumPy Arrays*.
extension NumpyArray {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The file's bytes as `numpy.save` writes them.
  public var fileBytes: [UInt8] { Self.head(elementType, shape: shape) + bytes }

  /// What stands before the elements.
  /// - Parameter length: Bytes, at least; a multiple of 64 is taken.
  static func head(_ elementType: ElementType, shape: [Int], length: Int = 0) -> [UInt8] {
    let dimensions = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var header =
      "{'descr': '\(elementType.rawValue)', 'fortran_order': False, 'shape': (\(dimensions)), }"
    let unpadded = magic.count + 4 + header.utf8.count + 1
    let padded = (max(unpadded, length) + 63) / 64 * 64
    header += String(repeating: " ", count: padded - unpadded) + "\n"
    let size = UInt16(header.utf8.count)
    return magic + [1, 0, UInt8(size & 255), UInt8(size >> 8)] + Array(header.utf8)
  }

  /// Writes the `.npy` file whole.
  /// - Throws: ``NumpyError/unwritable(path:reason:)``.
  public func write(to path: String) throws(NumpyError) {
    do {
      try Data(fileBytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .unwritable(path: path, reason: error.systemReason)
    }
  }

  /// - Throws: ``NumpyError`` naming the path and what is wrong with it.
  public init(contentsOf path: String) throws(NumpyError) {
    let file: [UInt8]
    do {
      file = Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
    try self.init(file: file, path: path)
  }

  /// - Parameter path: Named in errors only.
  public init(file: [UInt8], path: String) throws(NumpyError) {
    guard file.count >= 10, Array(file[..<6]) == Self.magic else { throw .notNumpy(path: path) }
    let lengthBytes: Int
    switch file[6] {
    case 1: lengthBytes = 2
    case 2, 3: lengthBytes = 4
    default: throw .unsupported(path: path, what: "format version \(file[6])")
    }
    guard file.count >= 8 + lengthBytes else { throw .notNumpy(path: path) }
    let headerLength = (0..<lengthBytes).reduce(0) { $0 | Int(file[8 + $1]) << (8 * $1) }
    let start = 8 + lengthBytes
    guard headerLength <= file.count - start else { throw .notNumpy(path: path) }
    let header = String(decoding: file[start..<start + headerLength], as: UTF8.self)
    guard let type = header.firstMatch(of: /'descr':\s*'([^']*)'/)?.1,
      let order = header.firstMatch(of: /'fortran_order':\s*(True|False)/)?.1,
      let dimensions = header.firstMatch(of: /'shape':\s*\(([0-9, ]*)\)/)?.1
    else { throw .notNumpy(path: path) }
    guard let elementType = ElementType(rawValue: String(type)) else {
      throw .unsupported(path: path, what: "element type \(type)")
    }
    guard order == "False" else { throw .unsupported(path: path, what: "Fortran order") }
    var shape: [Int] = []
    var promised = elementType.size
    for field in dimensions.split(separator: ",") {
      let digits = field.filter { $0 != " " }
      if digits.isEmpty { continue }
      guard let dimension = Int(digits) else {
        throw .unsupported(path: path, what: "dimension \(digits)")
      }
      shape.append(dimension)
      let (product, overflow) = promised.multipliedReportingOverflow(by: dimension)
      guard !overflow else { throw .unsupported(path: path, what: "shape (\(dimensions))") }
      promised = product
    }
    let found = file.count - start - headerLength
    guard found == promised else {
      throw .truncated(path: path, promised: promised, found: found)
    }
    self.init(elementType: elementType, shape: shape, bytes: Array(file[(start + headerLength)...]))
  }
}

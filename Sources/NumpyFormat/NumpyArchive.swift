import Foundation
import SystemFiles

/// The arrays of a `.npz` file, in the file's order: what `numpy.savez` and `numpy.savez_compressed`
/// write, a zip file of `.npy` files.
///
/// The file is taken as hostile: nothing is read outside it, and its arrays together may not be larger
/// than a limit, whatever a small file promises.
public struct NumpyArchive: Sendable {
  /// An array and its name in the archive.
  public struct Member: Sendable, Hashable {
    /// Without `.npy`.
    public let name: String
    /// As its own `.npy` file would give it.
    public let array: NumpyArray
  }

  /// Of the file, as errors name it.
  public let path: String
  /// Each name once.
  public let members: [Member]

  /// The bytes that all arrays may take together unless told otherwise: 256 MiB.
  public static let defaultLimit = 1 << 28

  /// - Throws: ``NumpyError`` naming the path and what is wrong with it.
  public init(contentsOf path: String, limit: Int = defaultLimit) throws(NumpyError) {
    let file: [UInt8]
    do {
      file = Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
    try self.init(file: file, path: path, limit: limit)
  }

  /// - Parameter path: Named in errors only.
  public init(file: [UInt8], path: String, limit: Int = defaultLimit) throws(NumpyError) {
    let zip = try ZipFile(file, path: path)
    var members: [Member] = []
    var names: Set<String> = []
    var room = limit
    for entry in zip.entries {
      guard entry.name.hasSuffix(".npy") else {
        throw .archive(path: path, reason: "\(String(reflecting: entry.name)) is no .npy file")
      }
      guard names.insert(entry.name).inserted else {
        throw .archive(path: path, reason: "\(String(reflecting: entry.name)) is there twice")
      }
      room -= entry.size
      guard room >= 0 else {
        throw .archive(path: path, reason: "its arrays are larger than \(limit) bytes")
      }
      let array = try NumpyArray(file: zip.contents(of: entry), path: "\(path): \(entry.name)")
      members.append(Member(name: String(entry.name.dropLast(4)), array: array))
    }
    self.path = path
    self.members = members
  }
}

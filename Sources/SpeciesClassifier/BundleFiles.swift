import ContentDigest
import Foundation
import SystemFiles

/// The files of a bundle's folder, and the identity that follows from them.
///
/// A file belongs to the model's card if the first part of its path begins with `card` (`card.md`,
/// `card-precision.png`, `card/reliability.png`), or is hidden; everything else counts.
struct BundleFiles {
  let folder: URL
  /// Paths of the files that count, from the folder, in the order of their bytes.
  let names: [String]

  init(path: String) throws(BundleError) {
    folder = URL(filePath: path, directoryHint: .isDirectory)
    guard isFolder(path) == true else {
      throw .unreadable(path: path, reason: "there is no such folder")
    }
    do {
      names = try FileManager.default.subpathsOfDirectory(atPath: path)
        .filter { [folder] name in
          !name.hasPrefix("card") && !name.split(separator: "/").contains { $0.hasPrefix(".") }
            && isFolder(folder.appending(path: name).path) == false
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
  }

  func contents(of name: String) throws(BundleError) -> Data {
    let file = folder.appending(path: name)
    do {
      return try Data(contentsOf: file)
    } catch {
      throw .unreadable(path: file.path, reason: error.systemReason)
    }
  }

  /// SHA-256 of the lines that `sha256sum` prints for the files that count, as 64 hexadecimal
  /// digits. In the bundle's folder, with the two files of a usual bundle:
  ///
  /// ```sh
  /// sha256sum bundle.json model.tflite | sha256sum
  /// ```
  func digest() throws(BundleError) -> String {
    var listing = SHA256()
    for name in names {
      let digest = SHA256.hexadecimal(of: try contents(of: name))
      listing.update(Data("\(digest)  \(name)\n".utf8))
    }
    return listing.finish()
  }
}

/// `nil` where nothing lies at the path.
private func isFolder(_ path: String) -> Bool? {
  var isFolder: ObjCBool = false
  guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
    return nil
  }
  return isFolder.boolValue
}

import Foundation

/// Refuses a place for a picture whose name would say that it is no PNG file.
/// - Throws: ``UsageError``.
func requirePNG(_ output: String) throws(UsageError) {
  var status = stat()
  if unsafe stat(output, &status) == 0 {
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR:
      throw UsageError("\(output): is a folder. Name a file in it, which ends in .png.")
    // A pipe has no picture's name.
    default: return
    }
  }
  guard output.lowercased().hasSuffix(".png") else {
    throw UsageError("\(output): the picture is a PNG file. Give a name that ends in .png.")
  }
}

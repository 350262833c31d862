import Foundation
import SystemFiles

/// Writes a PNG file whole: what was at the path before stays until then.
func writePNG(_ bytes: [UInt8], to path: String) throws(PictureError) {
  do {
    try WholeFile.write(Data(bytes), to: path)
  } catch {
    throw .unwritable(path: path, reason: error.systemReason)
  }
}

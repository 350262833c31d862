/// Why a `.npy` or `.npz` file cannot be read or written.
public enum NumpyError: Error, Equatable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  /// The file does not begin as numpy's do, or breaks off in its header.
  case notNumpy(path: String)
  /// An array that numpy can read and this cannot.
  case unsupported(path: String, what: String)
  /// A `.npz` file whose parts do not fit together, or of a kind that numpy does not write.
  case archive(path: String, reason: String)
  /// More or fewer bytes of data than the shape needs.
  case truncated(path: String, promised: Int, found: Int)

  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)."
    case .unwritable(let path, let reason):
      "\(path): cannot be written: \(reason)."
    case .notNumpy(let path):
      "\(path): not a .npy file. Write it with numpy.save."
    case .unsupported(let path, let what):
      "\(path): \(what) is not supported. Save a C-ordered array of int8, uint8, int32, int64, "
        + "float32 or float64."
    case .archive(let path, let reason):
      "\(path): \(reason). Write it with numpy.savez or numpy.savez_compressed."
    case .truncated(let path, let promised, let found):
      "\(path): holds \(found) bytes of data, its header promises \(promised). Save it again."
    }
  }
}

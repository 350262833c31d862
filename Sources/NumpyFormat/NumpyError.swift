/// Why a `.npy` file cannot be read or written.
public enum NumpyError: Error, Equatable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  case notNumpy(path: String)
  case unsupported(path: String, what: String)
  case truncated(path: String, promised: Int, found: Int)

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
    case .truncated(let path, let promised, let found):
      "\(path): holds \(found) bytes of data, its header promises \(promised). Save it again."
    }
  }
}

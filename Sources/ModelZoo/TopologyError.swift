/// Why a description of a network is not taken.
public enum TopologyError: Error, Equatable, CustomStringConvertible {
  /// The file could not be read.
  case unreadable(path: String, reason: String)
  /// It is no JSON, or not that of a network. `place` is what is wrong, as in `blocks[3].stride`; empty
  /// for all of it.
  case malformed(path: String, place: String, reason: String)
  /// A network that is not of the zoo's kind.
  case unsupported(path: String, place: String, reason: String)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)."
    case .malformed(let path, let place, let reason):
      "\(path): \(place.isEmpty ? "" : place + ": ")\(reason). Copy the file again from where it is published."
    case .unsupported(let path, let place, let reason):
      "\(path): \(place): \(reason). Only the MCUNet project's classifiers can be built."
    }
  }
}

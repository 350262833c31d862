/// Why a file could not be fetched.
public enum DownloadError: Error, Equatable, CustomStringConvertible {
  /// The server could not be reached, or the connection broke and did not come back.
  case unreachable(address: String, reason: String, kept: Int)
  /// The server answered with something other than the file.
  case refused(address: String, status: Int)
  /// More came than a network can be.
  case tooLarge(address: String, limit: Int)
  /// What came is not what was published; it was removed.
  case wrongDigest(address: String, expected: String, found: String)
  /// There is another file of that name; it was left alone.
  case inTheWay(path: String, expected: String, found: String)
  /// Another process is fetching the same file.
  case busy(path: String)
  /// The file or its unfinished part could not be written.
  case unwritable(path: String, reason: String)

  public var description: String {
    switch self {
    case .unreachable(let address, let reason, let kept):
      "\(address): cannot be fetched: \(reason). "
        + (kept > 0
          ? "The first \(kept) bytes are kept; run this again to go on from there."
          : "Check the network, or name a mirror with --from.")
    case .refused(let address, let status):
      "\(address): the server answers \(status)"
        + (status == 404 ? ", there is no such file. Name a mirror with --from." : ". Try later.")
    case .tooLarge(let address, let limit):
      "\(address): more than \(limit) bytes, which is no network of this zoo. Check the address."
    case .wrongDigest(let address, let expected, let found):
      "\(address): SHA-256 \(found) instead of \(expected): damaged on the way, or not the published "
        + "file. It was removed; run this again, or use another mirror."
    case .inTheWay(let path, let expected, let found):
      "\(path): another file is there, of SHA-256 \(found) instead of \(expected). Move it away, or name "
        + "another folder with --to."
    case .busy(let path):
      "\(path): another earshot is fetching this. Wait for it."
    case .unwritable(let path, let reason):
      "\(path): cannot be written: \(reason)."
    }
  }
}

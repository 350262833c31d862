import CLinux
import ContentDigest
import Foundation

/// The one station that listens into a log: a second one would take the first one's open events and gaps for
/// those of a station that was killed.
///
/// The claim is no file, so that a full disk does not prevent it and a kill does not leave it behind. It holds
/// among the processes of a network namespace.
public final class LogClaim: Sendable {
  private let descriptor: CInt

  /// - Throws: ``LogClaimError``.
  public init(log path: String) throws(LogClaimError) {
    descriptor = unsafe claim_name(Self.name(path))
    guard descriptor >= 0 else { throw LogClaimError(path: path, code: -descriptor) }
  }

  deinit { close(descriptor) }

  /// Whether a station listens into a log.
  public static func isHeld(log path: String) -> Bool { unsafe name_is_claimed(name(path)) != 0 }

  /// The same for all paths that lead to a log.
  private static func name(_ path: String) -> String {
    let url = URL(filePath: path.hasPrefix("/") ? path : "./" + path)
    let folder = url.deletingLastPathComponent().resolvingSymlinksInPath().path
    return "earshot-station-"
      + SHA256.hexadecimal(of: Array("\(folder)/\(url.lastPathComponent)".utf8))
  }
}

/// Why a station cannot have a log for itself.
public struct LogClaimError: Error, Equatable, CustomStringConvertible {
  /// Of the log, as it was given.
  public let path: String
  /// As in `errno`.
  public let code: Int32

  public var description: String {
    code == EADDRINUSE
      ? "\(path): another station listens into this log. End it, or give this one another log; one station "
        + "can hear several inputs."
      : "\(path): the log cannot be claimed: \(unsafe String(cString: strerror(code)))."
  }
}
